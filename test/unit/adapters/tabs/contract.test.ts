import { describe, expect, onTestFinished, test } from 'vitest'
import type { Capabilities, ChatService } from '../../../../src/chat/service.ts'
import { createFakeHouse, describeBrokenConnections, describeChatService } from '../../../../src/testing/index.ts'
import type { FakeHouse } from '../../../../src/testing/index.ts'
import { handsOf } from '../../../contract/hands.ts'
import { createFakeBrowser } from './fake-browser.ts'
import { asFollowers } from './followers.ts'

const all: Capabilities = { invitations: true, multipleMedia: true, receipts: true }
const none: Capabilities = { invitations: false, multipleMedia: false, receipts: false }

const settings: readonly (readonly [string, Capabilities])[] = [
  ['with every capability', all],
  ['with none', none],
]

describe.each(settings)('one of two tabs, which does not hold the socket, %s', (_name, capabilities) => {
  const house = createFakeHouse({ capabilities, remembersIds: true })
  const connect = asFollowers(house.connect)
  const hands = handsOf(house, (token, signal) => connect(token, { signal }))

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
