/**
 * Makes pictures small, in a Worker where the page allows one. The Worker is this very file, loaded a second time: no
 * blob: address, and nothing to serve beside it.
 */
import { redraw, type Shrunk } from './redraw.ts'

export type { Shrunk } from './redraw.ts'

interface Order {
  readonly file: Blob
  readonly maxPixels: number
}

const IN_WORKER = typeof document === 'undefined' && 'WorkerGlobalScope' in globalThis

if (IN_WORKER) {
  addEventListener('message', ({ data: { file, maxPixels } }: MessageEvent<Order>) => {
    redraw(file, maxPixels).then(
      (shrunk) => postMessage(shrunk),
      () => postMessage(null),
    )
  })
}

/**
 * One after the other: a photo takes 50 MB while it is at hand. null: it is none that we can read, and goes as it is.
 * `worker`: whether to try one.
 */
export function shrink(file: Blob, maxPixels: number, worker = mayHaveWorker()): Promise<Shrunk | null> {
  const turn = line.then(async () => {
    if (worker) {
      const shrunk = await inWorker({ file, maxPixels }).catch(() => null)
      if (shrunk) return shrunk
    }
    return redraw(file, maxPixels).catch(() => null)
  })
  line = turn
  return turn
}
let line: Promise<unknown> = Promise.resolve()

/**
 * A Worker is a script from an address: where a policy forbids that, each try would be reported. A policy in a header can
 * be seen only by its traces. A page with nonces, or Trusted Types of its own, has one that is strict.
 */
function mayHaveWorker(): boolean {
  const { origin, protocol } = new URL(import.meta.url)
  const hasPolicy = [...document.querySelectorAll('script[nonce], meta[http-equiv]')].some(
    (element) => element.localName === 'script' || /^content-security-policy$/i.test(element.getAttribute('http-equiv')!),
  )
  return typeof Worker !== 'undefined' && origin === location.origin && protocol.startsWith('http') && !hasPolicy
}

function inWorker(order: Order): Promise<Shrunk | null> {
  return new Promise<Shrunk | null>((resolve, reject) => {
    const worker = new Worker(import.meta.url, { type: 'module' })
    const over = (then: () => void): void => {
      clearTimeout(patience)
      worker.terminate()
      then()
    }
    const patience = setTimeout(over, WITHIN_MS, () => reject(new Error('late')))
    worker.addEventListener('message', ({ data }: MessageEvent<Shrunk | null>) => over(() => resolve(data)))
    worker.addEventListener('error', (event) => {
      event.preventDefault()
      over(() => reject(new Error('no Worker')))
    })
    worker.postMessage(order)
  })
}
/** A slow phone takes a second or two. */
const WITHIN_MS = 15_000
