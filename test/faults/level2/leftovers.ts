import { setTimeout as sleep } from 'node:timers/promises'
import type { Guest } from './guest.ts'

/** What a page holds, as three witnesses see it: the probes in the page, the browser, the service. */
interface Balance {
  readonly listeners: readonly string[]
  /** As DevTools lists them. */
  readonly listed: readonly string[]
  readonly sockets: number
  readonly channels: number
  readonly locks: number
  readonly counted: number
}

const OBJECTS = ['window', 'document', 'document.documentElement', 'document.body', 'visualViewport', 'screen.orientation']

export async function takeBalance(guest: Guest): Promise<Balance> {
  const { listeners, sockets, channels } = await guest.holdings()
  const session = await guest.cdp()
  const listed: string[] = []
  for (const expression of OBJECTS) {
    const { result } = await session.send('Runtime.evaluate', { expression })
    if (!result.objectId) continue
    const found = await session.send('DOMDebugger.getEventListeners', { objectId: result.objectId })
    listed.push(...found.listeners.map(({ type }) => `${type}@${expression}`))
  }
  const locks = await guest.tab.page.evaluate(async () => {
    const { held = [], pending = [] } = await navigator.locks.query()
    return held.length + pending.length
  })
  return { listeners, listed: listed.toSorted(), sockets, channels, locks, counted: guest.house.sockets(guest.identity) }
}

/** What is there now and was not before, in words; waits up to 5 s for it to go. */
export async function leftovers(guest: Guest, before: Balance): Promise<readonly string[]> {
  for (let tries = 0; ; tries++) {
    const after = await takeBalance(guest)
    const left = [
      ...more(before.listeners, after.listeners).map((name) => `listener ${name}`),
      ...more(before.listed, after.listed).map((name) => `listener ${name}, as the browser lists it`),
      ...(['sockets', 'channels', 'locks', 'counted'] as const).flatMap((name) =>
        after[name] > before[name] ? [`${after[name] - before[name]} ${name}`] : [],
      ),
    ]
    if (left.length === 0 || tries >= 10) return left.map((each) => `left over: ${each}`)
    await sleep(500)
  }
}

/** Those of `after` that `before` does not account for. */
function more(before: readonly string[], after: readonly string[]): readonly string[] {
  const known = [...before]
  return after.filter((name) => {
    const at = known.indexOf(name)
    if (at >= 0) known.splice(at, 1)
    return at < 0
  })
}
