import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { useUi } from './context.ts'

/** Ending cannot be undone: it takes a second step. */
export function EndQuestion({ onAnswer }: { readonly onAnswer: (yes: boolean) => void }): JSX.Element {
  const { text } = useUi().words.value
  const safe = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => safe.current?.focus(), [])
  return (
    <div
      class="flex status"
      role="group"
      aria-labelledby="end-ask"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onAnswer(false)
      }}
    >
      <p id="end-ask" class="strong">
        {text('endAsk')}
      </p>
      <button type="button" class="quiet bad" onClick={() => onAnswer(true)}>
        {text('endYes')}
      </button>
      <button type="button" class="quiet" ref={safe} onClick={() => onAnswer(false)}>
        {text('endNo')}
      </button>
    </div>
  )
}
