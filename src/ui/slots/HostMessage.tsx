import type { ComponentChildren } from 'preact'
import type { TimelineEntry } from '../../store/chat.ts'
import { view } from '../observe.ts'
import { contextOf, fill } from './fill.ts'

let rows = 0

/** What is in a bubble, by the host; `children` where it gives nothing. */
export const HostMessage = view<{ readonly entry: TimelineEntry; readonly children: ComponentChildren }>((ui, own) => {
  // One for each row on the screen: a Message that is scrolled away and back is drawn again.
  const name = `message ${(rows += 1)}`
  let life: AbortController | undefined
  let drawn: unknown[] = []
  own.signal.addEventListener('abort', () => life?.abort())
  return ({ entry, children }) => {
    const { sid, author, authorName, own: mine, body, createdAt, editedAt } = entry
    const slot = ui.options.value.slots?.message
    const edited = editedAt !== null
    const now = [slot, sid, body, edited, authorName, ui.words.value.locale]
    if (now.some((part, at) => part !== drawn[at])) {
      drawn = now
      life?.abort()
      life = new AbortController()
      const { signal } = life
      const message = { sid, author, authorName, own: mine, body, createdAt, edited }
      if (slot) fill(ui, name, () => slot({ ...contextOf(ui, signal), message }), signal)
    }
    return <slot name={name}>{children}</slot>
  }
})
