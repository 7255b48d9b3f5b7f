import { signal } from '@preact/signals-core'
import { cleanName, initial } from './foreign.ts'
import { closePath, Icon } from './icons.tsx'
import { later } from './later.tsx'
import { view } from './observe.ts'

const RoomsButton = later('RoomsButton')
const EndButton = later('EndButton')
const MenuButton = later('MenuButton')
const EndQuestion = later('EndQuestion')

export const Header = view<{ readonly title: string }>(({ chat, words, listing }) => {
  const asking = signal(false)
  return ({ title }) => {
    const { text, list } = words.value
    const names = listing.value ? [] : chat.others.value.map(cleanName)
    return (
      <div class="header" part="header">
        <div class="flex bar">
          <RoomsButton />
          <div class="title">
            <slot name="header">
              {/* Always there, so that nothing moves when somebody comes. */}
              <span class="face strong" aria-hidden="true">
                {names.length === 1 ? initial(names[0]!) : <i class="mark" />}
              </span>
              <h2>
                <bdi>{listing.value ? text('conversations') : title}</bdi>
              </h2>
              {names.length > 0 && (
                <p class="small">
                  <bdi>{list(names)}</bdi>
                </p>
              )}
            </slot>
          </div>
          <EndButton asking={asking} />
          <MenuButton asking={asking} />
          <button type="button" class="round" aria-label={text('close')} onClick={() => chat.setOpen(false)}>
            <Icon path={closePath} />
          </button>
        </div>
        <EndQuestion asking={asking} />
      </div>
    )
  }
})
