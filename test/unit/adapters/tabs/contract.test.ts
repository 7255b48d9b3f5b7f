import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Capabilities, ChatService } from '../../../../src/chat/service.ts'
import { createFakeHouse, describeBrokenConnections, describeChatService } from '../../../../src/testing/index.ts'
import type { FakeHouse } from '../../../../src/testing/index.ts'
import { handsOf } from '../../../contract/hands.ts'
import { createFakeBrowser } from './fake-browser.ts'
import type { FakeBrowser } from './fake-browser.ts'

const all: Capabilities = { invitations: true, multipleMedia: true, receipts: true }
const none: Capabilities = { invitations: false, multipleMedia: false, receipts: false }

/** The Identity that a token of the fake house names. */
function identityOf(token: string): string {
  const claims = token.split('.')[1]
  if (!claims) return token
  try {
    return (JSON.parse(atob(claims)) as { grants: { identity: string } }).grants.identity
  } catch {
    return token
  }
}

const settings: readonly (readonly [string, Capabilities])[] = [
  ['with every capability', all],
  ['with none', none],
]

describe.each(settings)('one of two tabs, which does not hold the socket, %s', (_name, capabilities) => {
  const house = createFakeHouse({ capabilities, remembersIds: true })
  let browser: FakeBrowser | null = null
  const leaders = new Map<string, ChatService>()

  /** Each test has a browser of its own, in which an Identity's first tab leads. */
  async function connectWith(token: string, signal: AbortSignal): Promise<ChatService> {
    browser ??= createFakeBrowser()
    const identity = identityOf(token)
    const options = { visitor: `IS ${identity}`, signal, renew: async () => identity }
    if (token !== 'not.a.token' && !leaders.has(identity)) {
      leaders.set(identity, await browser.tab().connect(house.connect, token, { ...options, signal: new AbortController().signal }))
    }
    const service = await browser.tab().connect(house.connect, token, options)
    // Whoever closes it has left, as far as the others see.
    service.on('connection', (state) => state === 'disconnected' && leaders.get(identity)?.shutdown())
    return service
  }
  const hands = handsOf(house, connectWith)

  afterEach(() => {
    browser = null
    leaders.clear()
  })

  describeChatService({ test, expect }, () => hands, capabilities)
  describeBrokenConnections({ test, expect }, () => hands)

  test('it does not hold the socket, in these tests', async () => {
    const service = await hands.connect('somebody')
    expect([service.leads, house.services.filter(({ identity }) => identity === 'somebody').length]).toEqual([false, 1])
  })
})

describe.each(settings)('a tab alone, %s', (_name, capabilities) => {
  const house = createFakeHouse({ capabilities, remembersIds: true })
  const hands = handsOf(house, (token, signal) => alone(house, token, signal))
  describeChatService({ test, expect }, () => hands, capabilities)
  describeBrokenConnections({ test, expect }, () => hands)
})

/** Without locks, channel and page, as in Node. */
async function alone(house: FakeHouse, token: string, signal: AbortSignal): Promise<ChatService> {
  const nothing = { locks: null, Air: null, digest: null, window: null, document: null }
  const service = await createFakeBrowser().tab(nothing).connect(house.connect, token, { signal })
  onTestFinished(() => service.shutdown())
  return service
}
