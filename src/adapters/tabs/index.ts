import type { Connect } from '../../chat/service.ts'
import { untilEnd } from '../../lib/lifetime.ts'
import { createFacade } from './facade.ts'
import { browserLocals } from './locals.ts'
import type { Locals } from './locals.ts'
import { WIRE } from './wire.ts'

/**
 * `connect`, so that all tabs of a browser in which a visitor is the same share one connection: one of them holds it,
 * the others ask that one. Where tabs cannot find each other, each has its own.
 */
export function share(connect: Connect, sdk: string, locals: Locals = browserLocals()): Connect {
  return async (token, { signal, url, visitor, renew }) => {
    signal.throwIfAborted()
    const name = visitor === undefined || !locals.digest ? null : `parlour:${await shortHash(locals.digest, [WIRE, sdk, url, visitor])}`
    signal.throwIfAborted()
    const { service, ready } = createFacade({ connect, token, url, name, locals, ...(renew && { renew }) })
    try {
      await untilEnd(ready, signal)
      return service
    } catch (cause) {
      void service.shutdown()
      throw cause
    }
  }
}

/** Nobody who sees the name learns who the visitor is, and no two visitors meet. */
const shortHash = async (digest: (text: string) => Promise<string>, parts: readonly unknown[]): Promise<string> =>
  (await digest(JSON.stringify(parts))).slice(0, 24)
