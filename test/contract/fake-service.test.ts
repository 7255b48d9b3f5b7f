import { describe, expect, test } from 'vitest'
import type { Capabilities, ChatService } from '../../src/chat/service.ts'
import { createFakeHouse, describeBrokenConnections, describeChatService } from '../../src/testing/index.ts'
import type { ContractChannel, FakeHouse, FakeService, FaultyHouse } from '../../src/testing/index.ts'

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

/** The hands of the suite, in a fake house. */
function handsOf(house: FakeHouse): FaultyHouse {
  const connectWith = (token: string, signal: AbortSignal): Promise<ChatService> => house.connect(token, { signal })
  const of = (identity: string): readonly FakeService[] => house.services.filter((service) => service.identity === identity)

  function channel(sid: string): ContractChannel {
    const indexOf = (messageSid: string): number => house.messages(sid).find((message) => message.sid === messageSid)!.index
    return {
      sid,
      async post(author, body, attributes) {
        const index = house.post(sid, author, body, attributes)
        return { sid: house.messages(sid).at(-1)!.sid, index }
      },
      edit: async (messageSid, body) => house.edit(sid, indexOf(messageSid), body),
      remove: async (messageSid) => house.remove(sid, indexOf(messageSid)),
      addMember: async (identity) => house.addMember(sid, identity),
      addGuest: async () => house.addGuest(sid, 'sms'),
      invite: async (identity) => house.invite(sid, identity),
      removeMember: async (identity) => house.removeMember(sid, identity),
      rename: async (friendlyName) => house.rename(sid, friendlyName),
      setAttributes: async (attributes) => house.setAttributes(sid, attributes),
      delete: async () => house.deleteChannel(sid),
    }
  }

  return {
    connect: (identity) => connectWith(identity, new AbortController().signal),
    connectWith,
    token: async (identity) => `head.${btoa(JSON.stringify({ grants: { identity } }))}.${crypto.randomUUID()}`,
    createChannel: async (...members) => channel(house.createChannel({ members })),
    nameUser: async (identity, friendlyName) => house.nameUser(identity, friendlyName),
    async connectBriefly(identity) {
      const service = house.service(identity)
      setTimeout(() => service.hear('tokenExpiring', undefined), 10)
      setTimeout(() => expire(service), 20)
      return service
    },
    expire: (identity) => of(identity).forEach(expire),
    cut: (identity) =>
      of(identity).forEach((service) => {
        service.drop()
        setTimeout(() => service.restore(), 10)
      }),
    mute: (identity) => of(identity).forEach((service) => service.mute()),
  }
}

function expire(service: FakeService): void {
  service.hear('tokenExpired', undefined)
  service.deny()
}
