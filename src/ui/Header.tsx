import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { useUi } from './context.ts'
import { cleanName } from './foreign.ts'
import { closePath, Icon } from './icons.tsx'
import { canSend } from './view.ts'

export function Header({ title }: { readonly title: string }): JSX.Element {
  const { chat, words, extras } = useUi()
  const { text, list } = words.value
  const asking = useSignal(false)
  const endButton = useRef<HTMLButtonElement>(null)
  const names = chat.others.value.map(cleanName)
  const canEnd = chat.canEnd.value && canSend(chat.session.value)
  const { EndQuestion } = extras.value ?? {}
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
        {canEnd && (
          <button
            ref={endButton}
            type="button"
            class="quiet"
            aria-label={text('end')}
            aria-expanded={asking.value}
            onClick={() => (asking.value = !asking.value)}
          >
            {text('endShort')}
          </button>
        )}
        <button type="button" class="round" aria-label={text('close')} onClick={() => chat.setOpen(false)}>
          <Icon path={closePath} />
        </button>
      </div>
      {canEnd && asking.value && EndQuestion && (
        <EndQuestion
          onAnswer={(yes) => {
            asking.value = false
            if (yes) chat.end()
            else endButton.current?.focus()
          }}
        />
      )}
    </div>
  )
}
