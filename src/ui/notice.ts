import { effect, signal, untracked, type ReadonlySignal } from '@preact/signals'
import type { ChatError } from '../chat/errors.ts'
import type { Chat } from '../store/chat.ts'
import type { Page } from './page.ts'

/** What the status bar says. */
export type Notice =
  | { readonly kind: 'reconnecting' }
  | { readonly kind: 'offline' }
  | { readonly kind: 'error'; readonly error: ChatError }

/** A shorter break heals by itself and is nobody's concern. */
export const PATIENCE_MS = 5_000

/** Follow the session: null while all is well, or while a break is too young to speak of. */
export function createNotice(chat: Chat, page: Page, lifetime: AbortSignal): ReadonlySignal<Notice | null> {
  const notice = signal<Notice | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  function show(next: Notice | null): void {
    const now = untracked(() => notice.value)
    if (now?.kind !== next?.kind || next?.kind === 'error') notice.value = next
  }
  const stop = effect(() => {
    const session = chat.session.value
    const online = page.online.value
    if (session.status === 'failed') {
      clearTimeout(timer)
      timer = undefined
      show({ kind: 'error', error: session.error })
    } else if (session.status === 'reconnecting') {
      if (!online) show({ kind: 'offline' })
      else if (untracked(() => notice.value)) show({ kind: 'reconnecting' })
      else timer ??= setTimeout(() => show({ kind: page.online.peek() ? 'reconnecting' : 'offline' }), PATIENCE_MS)
    } else {
      clearTimeout(timer)
      timer = undefined
      const beginning = session.status === 'authorising' || session.status === 'connecting'
      show(beginning && !online ? { kind: 'offline' } : null)
    }
  })
  lifetime.addEventListener(
    'abort',
    () => {
      stop()
      clearTimeout(timer)
    },
    { once: true },
  )
  return notice
}
