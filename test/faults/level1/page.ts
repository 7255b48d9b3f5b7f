import { setTimeout as sleep } from 'node:timers/promises'
import { signal } from '@preact/signals-core'
import type { Signal } from '@preact/signals-core'
import { systemClock } from '../../../src/lib/clock.ts'
import type { Clock } from '../../../src/lib/clock.ts'
import { untilEnd } from '../../../src/lib/lifetime.ts'
import { outside } from './globals.ts'

/** An EventTarget that knows how many listen. */
export class Counted extends EventTarget {
  hidden = false
  count = 0
  override addEventListener(...[type, listener, options]: Parameters<EventTarget['addEventListener']>): void {
    this.count += 1
    if (typeof options === 'object') options.signal?.addEventListener('abort', () => (this.count -= 1), { once: true })
    super.addEventListener(type, listener, options)
  }
  override removeEventListener(...given: Parameters<EventTarget['removeEventListener']>): void {
    this.count -= 1
    super.removeEventListener(...given)
  }
}

/** What a page is told by its browser, and its time. */
export interface Page {
  readonly window: Counted
  readonly document: Counted
  readonly visible: Signal<boolean>
  onLine: boolean
  readonly clock: Clock
  /** Wall clock ahead of the true time, ms. */
  skewMs: number
  fire(target: 'window' | 'document', type: string, fields?: object): void
  /** No timer of the widget fires until `thaw`. */
  freeze(): void
  thaw(): void
  readonly listeners: number
}

const never = new AbortController().signal

export function createPage(skewMs = 0): Page {
  const [window, document] = [new Counted(), new Counted()]
  let frozen: { readonly over: Promise<void>; readonly end: () => void } | null = null

  const page: Page = {
    window,
    document,
    visible: signal(true),
    onLine: true,
    skewMs,
    clock: {
      now: () => outside(() => Date.now()) + page.skewMs,
      monotonic: () => performance.now(),
      async sleep(ms, over) {
        await systemClock.sleep(ms, over)
        for (let now = frozen; now; now = frozen) await untilEnd(now.over, over ?? never)
      },
    },
    fire(target, type, fields = {}) {
      ;({ window, document })[target].dispatchEvent(Object.assign(new Event(type), fields))
    },
    freeze() {
      let end = (): void => {}
      frozen ??= { over: new Promise((resolve) => (end = resolve)), end: () => end() }
    },
    thaw() {
      const last = frozen
      frozen = null
      last?.end()
    },
    get listeners() {
      return window.count + document.count
    },
  }
  return page
}

/** Until `holds`, looked at every few ms; false when it does not within `ms`. */
export async function until(holds: () => boolean, ms: number, everyMs = 15): Promise<boolean> {
  for (const end = performance.now() + ms; performance.now() < end;) {
    if (holds()) return true
    await sleep(everyMs)
  }
  return holds()
}
