import type { ChatService } from '../../src/chat/service.ts'
import type { ContractChannel, FakeHouse, FakeService, FaultyHouse } from '../../src/testing/index.ts'

type ConnectWith = FaultyHouse['connectWith']

/** The hands of the suite, in a fake house; `connectWith` where it is not connected to directly. */
export function handsOf(house: FakeHouse, connectWith: ConnectWith = (token, signal) => house.connect(token, { signal })): FaultyHouse {
  const connect = (identity: string): Promise<ChatService> => connectWith(identity, new AbortController().signal)
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
    connect,
    connectWith,
    token: async (identity) => `head.${btoa(JSON.stringify({ grants: { identity } }))}.${crypto.randomUUID()}`,
    createChannel: async (...members) => channel(house.createChannel({ members })),
    nameUser: async (identity, friendlyName) => house.nameUser(identity, friendlyName),
    async connectBriefly(identity) {
      const service = await connect(identity)
      const inside = of(identity).at(-1)!
      setTimeout(() => inside.hear('tokenExpiring', undefined), 10)
      setTimeout(() => expire(inside), 20)
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
