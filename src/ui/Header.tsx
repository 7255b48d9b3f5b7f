import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { useUi } from './context.ts'
import { cleanName } from './foreign.ts'
import { Icon } from './icons.tsx'
import { canSend } from './view.ts'

export function Header({ title }: { readonly title: string }): JSX.Element {
  const { chat, words } = useUi()
  const { text, list } = words.value
  const asking = useSignal(false)
  const asked = useRef(false)
  const names = chat.others.value.map(cleanName)
  const canEnd = chat.canEnd.value && canSend(chat.session.value)
  return (
    <header part="header">
      <div class="bar">
        <div class="heading">
          <h2 dir="auto">{title}</h2>
          {names.length > 0 && (
            <p class="small" dir="auto">
              {list(names)}
            </p>
          )}
        </div>
        {canEnd && !asking.value && <EndButton takeFocus={asked.current} onAsk={() => (asked.current = asking.value = true)} />}
        <button type="button" class="round" aria-label={text('close')} onClick={() => chat.setOpen(false)}>
          <Icon name="close" />
        </button>
      </div>
      {canEnd && asking.value && (
        <EndQuestion
          onAnswer={(yes) => {
            asking.value = false
            if (yes) {
              asked.current = false
              chat.end()
            }
          }}
        />
      )}
    </header>
  )
}

/** `takeFocus`: it comes back after "Keep talking". */
function EndButton({ takeFocus, onAsk }: { readonly takeFocus: boolean; readonly onAsk: () => void }): JSX.Element {
  const { text } = useUi().words.value
  const button = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => {
    if (takeFocus) button.current?.focus()
  }, [])
  return (
    <button ref={button} type="button" class="quiet" aria-label={text('end')} onClick={onAsk}>
      {text('endShort')}
    </button>
  )
}

/** Ending cannot be undone: it takes a second step. */
function EndQuestion({ onAnswer }: { readonly onAnswer: (yes: boolean) => void }): JSX.Element {
  const { text } = useUi().words.value
  const safe = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => safe.current?.focus(), [])
  return (
    <div
      class="ask"
      role="group"
      aria-labelledby="end-ask"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onAnswer(false)
      }}
    >
      <p id="end-ask">{text('endAsk')}</p>
      <button type="button" class="quiet bad" onClick={() => onAnswer(true)}>
        {text('endYes')}
      </button>
      <button type="button" class="quiet" ref={safe} onClick={() => onAnswer(false)}>
        {text('endNo')}
      </button>
    </div>
  )
}
