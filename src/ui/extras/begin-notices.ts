import { effect } from '@preact/signals-core'
import { onEnd } from '../../lib/lifetime.ts'
import type { Ui } from '../context.ts'

/** Sound, title and the rest come with the first conversation: before that there is nothing to tell of. */
export function beginNotices(ui: Ui, lifetime: AbortSignal): void {
  let begun = false
  const stop = effect(() => {
    if (begun || ui.chat.session.value.status !== 'ready') return
    begun = true
    // Once more with the next connection.
    load().catch(() => (begun = false))
  })
  async function load(): Promise<void> {
    const notices = await import('../notice/index.ts')
    ui.learn(notices)
    if (!lifetime.aborted) notices.begin(ui, lifetime)
  }
  onEnd(lifetime, stop)
}
