import { effect, signal, untracked, type ReadonlySignal } from '@preact/signals-core'
import { onEnd } from '../../lib/lifetime.ts'
import type { Ui } from '../context.ts'
import { newestIndex } from './rows.ts'

/** What was new when the visitor came: others' Messages above `after`, up to `upTo`. */
export interface NewMark {
  readonly after: number
  readonly upTo: number
}

/**
 * Tells the store what has been read, and marks what was new. The mark stays while the visitor is there, so that they find where
 * they left off; it goes once they leave, and once they answer.
 */
export function markNew(
  { chat, page }: Pick<Ui, 'chat' | 'page'>,
  atEnd: ReadonlySignal<boolean>,
  lifetime: AbortSignal,
): { readonly mark: ReadonlySignal<NewMark | null>; begin(): void; answer(): void } {
  const mark = signal<NewMark | null>(null)
  let looked = false

  function look(): void {
    const { entries } = chat.timeline.value
    const unread = chat.unread.value
    const here = chat.open.value && page.visible.value
    const looks = here && atEnd.value
    untracked(() => {
      const upTo = newestIndex(entries)
      // What comes before the eyes of the visitor is not new to them.
      if (unread > 0 && !(looks && looked)) mark.value = { after: chat.horizon.value, upTo }
      else if (!here) mark.value = null
      looked = looks
      if (looks && entries.length > 0) chat.read()
    })
  }
  return { mark, begin: () => onEnd(lifetime, effect(look)), answer: () => void (mark.value = null) }
}
