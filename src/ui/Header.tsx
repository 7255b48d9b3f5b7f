import { signal } from '@preact/signals-core'
import { cleanName } from './foreign.ts'
import { closePath, Icon } from './icons.tsx'
import { later } from './later.tsx'
import { view } from './observe.ts'

const EndButton = later('EndButton')
const EndQuestion = later('EndQuestion')

export const Header = view<{ readonly title: string }>(({ chat, words }) => {
  const asking = signal(false)
  return ({ title }) => {
    const { text, list } = words.value
    const names = chat.others.value.map(cleanName)
    return (
      <div class="header" part="header">
        <div class="flex bar">
          <div>
            <h2>
              <bdi>{title}</bdi>
            </h2>
            {names.length > 0 && (
              <p class="small">
                <bdi>{list(names)}</bdi>
              </p>
            )}
          </div>
          <EndButton asking={asking} />
          <button type="button" class="round" aria-label={text('close')} onClick={() => chat.setOpen(false)}>
            <Icon path={closePath} />
          </button>
        </div>
        <EndQuestion asking={asking} />
      </div>
    )
  }
})
