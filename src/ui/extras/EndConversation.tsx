import type { Signal } from '@preact/signals-core'
import { createRef } from 'preact'
import type { Ui } from '../context.ts'
import { view } from '../observe.ts'
import { canSend } from '../view.ts'

interface Props {
  /** The question is on the screen. */
  readonly asking: Signal<boolean>
}

/** Not from the list: it would end a conversation that is not on the screen. */
const canEnd = ({ chat, listing }: Ui): boolean => !listing.value && chat.canEnd.value && canSend(chat.session.value)

export const EndButton = view<Props>((ui) => ({ asking }) => {
  const { text } = ui.words.value
  return (
    canEnd(ui) && (
      <button
        type="button"
        class="quiet end"
        aria-label={text('end')}
        aria-expanded={asking.value}
        onClick={() => (asking.value = !asking.value)}
      >
        {text('endShort')}
      </button>
    )
  )
})

/** Ending cannot be undone: it takes a second step. */
export const EndQuestion = view<Props>((ui, own) => {
  const box = createRef<HTMLDivElement>()
  let wasAsking = false
  own.onDrawn(() => {
    const asks = box.current !== null
    // To the safe answer.
    if (asks && !wasAsking) box.current!.querySelector<HTMLElement>('button:last-child')!.focus()
    wasAsking = asks
  })
  return ({ asking }) => {
    const { text } = ui.words.value
    const answer = (yes: boolean): void => {
      const header = box.current?.parentElement
      asking.value = false
      if (yes) ui.chat.end()
      // Where there is no room for the button, the menu brought the question.
      else for (const where of ['[aria-haspopup=menu]', '.end']) header?.querySelector<HTMLElement>(where)?.focus()
    }
    return (
      asking.value &&
      canEnd(ui) && (
        <div
          ref={box}
          class="flex status"
          role="group"
          aria-labelledby="end-ask"
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.stopPropagation()
            answer(false)
          }}
        >
          <p id="end-ask" class="strong">
            {text('endAsk')}
          </p>
          <button type="button" class="quiet bad" onClick={() => answer(true)}>
            {text('endYes')}
          </button>
          <button type="button" class="quiet" onClick={() => answer(false)}>
            {text('endNo')}
          </button>
        </div>
      )
    )
  }
})
