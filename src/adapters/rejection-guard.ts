import { SyncClient } from 'twilio-sync'
import { TwilsockError } from 'twilsock'

/**
 * The SDK lets some failures go as unhandled rejections (a Channel that we are removed from while it loads). They are
 * nobody's business but ours, so they are kept from the page's error reporting; all others pass untouched.
 */
export async function guardRejections(target: EventTarget = globalThis as unknown as EventTarget): Promise<() => void> {
  if (typeof target.addEventListener !== 'function') return () => {}
  const classes = [TwilsockError, await syncErrorClass()]
  const keep = (event: Event): void => {
    const { reason } = event as PromiseRejectionEvent
    if (!classes.some((type) => reason instanceof type)) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  // In the capturing phase we come before the page's own listeners, however early they were added.
  target.addEventListener('unhandledrejection', keep, { capture: true })
  return () => target.removeEventListener('unhandledrejection', keep, { capture: true })
}

type ErrorClass = abstract new (...args: never) => unknown

/** Sync does not export the class of its errors, but throws one at once when it is asked for nothing. */
async function syncErrorClass(): Promise<ErrorClass> {
  const { _get } = SyncClient.prototype as unknown as { _get(url: string, id: string): Promise<unknown> }
  const error: unknown = await _get('', '').catch((reason: unknown) => reason)
  return (error as Error).constructor as ErrorClass
}
