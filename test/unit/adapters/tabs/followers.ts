import { onTestFinished } from 'vitest'
import type { ChatService, Connect } from '../../../../src/chat/service.ts'
import { createFakeBrowser } from './fake-browser.ts'
import type { FakeBrowser } from './fake-browser.ts'

/** Below this the SDK is to see the token expire. Seconds. */
const BRIEF_S = 60

/** `connect` for tabs that do not hold the socket: each test has a browser of its own, in which an Identity's first tab leads. */
export function asFollowers(connect: Connect): Connect {
  let browser: FakeBrowser | null = null
  const leaders = new Map<string, ChatService>()

  return async (token, { url, signal }) => {
    if (!browser) {
      browser = createFakeBrowser()
      onTestFinished(() => {
        browser = null
        leaders.clear()
      })
    }
    const { identity, lifeS } = read(token)
    // The leader's is as good as any; who becomes leader later has the one that it brought.
    const options = { url, visitor: `IS ${identity}` }
    const leader = leaders.get(identity)
    if (leader && lifeS < BRIEF_S) await leader.updateToken(token)
    if (!leader && token !== 'not.a.token') leaders.set(identity, await browser.tab().connect(connect, token, options))
    const service = await browser.tab().connect(connect, token, { ...options, signal })
    // Whoever closes it has left, as far as the others see.
    service.on('connection', (state) => state === 'disconnected' && leaders.get(identity)?.shutdown())
    return service
  }
}

/** Of a real token, or of the fake house's, which may be the Identity alone. */
function read(token: string): { readonly identity: string; readonly lifeS: number } {
  const claims = token.split('.')[1]
  if (!claims || token === 'not.a.token') return { identity: token, lifeS: Infinity }
  const json = Buffer.from(claims, 'base64url').toString()
  const { grants, exp = Infinity, iat = 0 } = JSON.parse(json) as { grants: { identity: string }; exp?: number; iat?: number }
  return { identity: grants.identity, lifeS: exp - iat }
}
