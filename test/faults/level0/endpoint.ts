import { makeToken } from './tokens.ts'
import type { Owner, World } from './world.ts'

/** What the token endpoint does instead of giving a new token. */
export type EndpointTrouble = 'down' | 'error' | 'busy' | 'denied' | 'hang' | 'same' | 'html'

/** The website's token endpoint, and what is wrong with it. */
export interface TokenEndpoint {
  arm(trouble: EndpointTrouble, times: number): void
  clear(): void
  /** As a page of this tab calls it. */
  fetch(owner: Owner): typeof globalThis.fetch
}

const answers = { error: 500, busy: 503, denied: 401 }

export function createTokenEndpoint(
  world: World,
  random: () => number,
  { ttlMs, identity }: { ttlMs: number; identity: string },
): TokenEndpoint {
  let armed: EndpointTrouble[] = []
  let made = 0
  let last: string | null = null

  function respond(trouble: EndpointTrouble | undefined): Response {
    const answer = (status: number, text: string): Response =>
      // A real one would read its own text through a stream, in real time.
      ({ status, headers: new Headers(status === 503 ? { 'retry-after': '2' } : {}), text: () => Promise.resolve(text) }) as Response
    if (trouble === 'html') return answer(200, '<!doctype html>')
    if (trouble === 'error' || trouble === 'busy' || trouble === 'denied') return answer(answers[trouble], '')
    if (trouble !== 'same' || last === null) last = makeToken(identity, world.wall, ttlMs, (made += 1))
    return answer(200, JSON.stringify({ token: last }))
  }

  return {
    arm: (trouble, times) => void (armed = [...armed, ...Array.from({ length: times }, () => trouble)]),
    clear: () => void (armed = []),
    fetch: (owner) => (_url, init) =>
      new Promise((resolve, reject) => {
        const [trouble] = armed
        armed = armed.slice(1)
        init?.signal?.addEventListener('abort', () => reject(init.signal!.reason))
        if (trouble === 'hang') return
        world.after(5 + random() * 200, owner, () =>
          trouble === 'down' ? reject(new TypeError('Failed to fetch')) : resolve(respond(trouble)),
        )
      }),
  }
}
