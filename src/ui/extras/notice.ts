import { effect, type Signal } from '@preact/signals-core'
import type { ChatError } from '../../chat/errors.ts'
import { onEnd } from '../../lib/lifetime.ts'
import type { Chat } from '../../store/chat.ts'
import type { Page } from '../page.ts'

/** What the status bar says. `failed`: the session; `acted`: what the visitor asked for in a conversation that goes on. */
export type Notice =
  | { readonly kind: 'reconnecting' }
  | { readonly kind: 'offline' }
  | { readonly kind: 'failed' | 'acted'; readonly error: ChatError }

/** A shorter break heals by itself and is nobody's concern. */
export const PATIENCE_MS = 5_000

/** Has `notice` follow the session: null while all is well, while a break is too young to speak of, or when the visitor dismissed it. */
export function keepNotice(notice: Signal<Notice | null>, chat: Chat, page: Page, lifetime: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined

  const stop = effect(() => {
    const session = chat.session.value
    const online = page.online.value
    const now = notice.peek()
    if (session.status === 'reconnecting') {
      if (!online) notice.value = { kind: 'offline' }
      else if (now) notice.value = { kind: 'reconnecting' }
      else timer ??= setTimeout(() => (notice.value = { kind: page.online.peek() ? 'reconnecting' : 'offline' }), PATIENCE_MS)
      return
    }
    clearTimeout(timer)
    timer = undefined
    const beginning = session.status === 'authorising' || session.status === 'connecting'
    if (session.status === 'failed') notice.value = { kind: 'failed', error: session.error }
    else if (session.status === 'ready' && session.error) notice.value = { kind: 'acted', error: session.error }
    else notice.value = beginning && !online ? { kind: 'offline' } : null
  })
  onEnd(lifetime, () => {
    stop()
    clearTimeout(timer)
  })
}
