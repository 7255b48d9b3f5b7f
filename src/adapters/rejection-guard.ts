import { SyncClient } from 'twilio-sync'
import { TwilsockError } from 'twilsock'

/**
 * The last net under what the SDK lets go as an unhandled rejection: it is kept from the console and from reporters that
 * listen after us. Those before us hear of it all the same, so the failures themselves are caught where they arise
 * (`quiet-sync.ts`, `requests.ts`). Rejections of anybody else pass untouched.
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
  target.addEventListener('unhandledrejection', keep)
  return () => target.removeEventListener('unhandledrejection', keep)
}

type ErrorClass = abstract new (...args: never) => unknown

/** Sync does not export the class of its errors, but throws one at once when it is asked for nothing. */
async function syncErrorClass(): Promise<ErrorClass> {
  const { _get } = SyncClient.prototype as unknown as { _get(url: string, id: string): Promise<unknown> }
  const error: unknown = await _get('', '').catch((reason: unknown) => reason)
  return (error as Error).constructor as ErrorClass
}
