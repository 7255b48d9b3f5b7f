import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { describeChatService } from '../../../src/testing/index.ts'
import { openHouse } from '../adapter/house.ts'
import type { House } from '../adapter/house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterEach(() => house.tidy())
afterAll(() => house.close())

describeChatService({ test, expect }, () => ({
  connect: async (identity) => (await house.visit(identity)).chat,
  async createChannel(...members) {
    const room = await house.room(...members)
    return {
      sid: room.sid,
      post: (author, body) => room.say(body, author),
      edit: room.edit,
      remove: room.forget,
      addMember: room.add,
      invite: room.invite,
      removeMember: room.expel,
      delete: room.close,
    }
  },
}))
