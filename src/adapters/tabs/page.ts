import { onEnd } from '../../lib/lifetime.ts'
import type { Locals } from './locals.ts'

/**
 * `hide`: the page goes, to the browser's cache or for good, or is frozen. `show`: it runs again; one that is not frozen
 * may hear it, too, since a browser does not tell each `resume`. Never `unload`: a page that listens to it is not cached.
 */
export function followPage(
  { window, document }: Pick<Locals, 'window' | 'document'>,
  { hide, show }: { readonly hide: () => void; readonly show: () => void },
  signal: AbortSignal,
): void {
  const listen = (target: EventTarget | null, type: string, listener: () => void): void => {
    target?.addEventListener(type, listener)
    onEnd(signal, () => target?.removeEventListener(type, listener))
  }
  listen(window, 'pagehide', hide)
  listen(document, 'freeze', hide)
  listen(window, 'pageshow', show)
  listen(document, 'resume', show)
  listen(window, 'focus', show)
  listen(document, 'visibilitychange', () => document?.hidden === false && show())
}
