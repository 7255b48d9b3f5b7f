import { expect, test } from 'vitest'
import { createFakeHouse, describeChatService } from '../../src/testing/index.ts'

const house = createFakeHouse()

describeChatService({ test, expect }, () => ({
  connect: (identity) => house.connect(identity, { signal: new AbortController().signal }),
  async createChannel(...members) {
    const sid = house.createChannel({ members })
    const indexOf = (messageSid: string): number => house.messages(sid).find((message) => message.sid === messageSid)!.index
    return {
      sid,
      async post(author, body) {
        const index = house.post(sid, author, body)
        return { sid: house.messages(sid).at(-1)!.sid, index }
      },
      edit: async (messageSid, body) => house.edit(sid, indexOf(messageSid), body),
      remove: async (messageSid) => house.remove(sid, indexOf(messageSid)),
      addMember: async (identity) => house.addMember(sid, identity),
      invite: async (identity) => house.invite(sid, identity),
      removeMember: async (identity) => house.removeMember(sid, identity),
      delete: async () => house.deleteChannel(sid),
    }
  },
}))
