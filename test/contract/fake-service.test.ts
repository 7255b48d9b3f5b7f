import { describe, expect, test } from 'vitest'
import type { Capabilities } from '../../src/chat/service.ts'
import { createFakeHouse, describeBrokenConnections, describeChatService } from '../../src/testing/index.ts'
import { handsOf } from './hands.ts'

const all: Capabilities = { invitations: true, multipleMedia: true, receipts: true }
const none: Capabilities = { invitations: false, multipleMedia: false, receipts: false }

describe.each([
  ['with every capability', all],
  ['with none', none],
])('the fake %s', (_name, capabilities) => {
  const house = handsOf(createFakeHouse({ capabilities, remembersIds: true }))
  describeChatService({ test, expect }, () => house, capabilities)
  describeBrokenConnections({ test, expect }, () => house)
})
