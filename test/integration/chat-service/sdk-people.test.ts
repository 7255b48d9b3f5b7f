import type { Member, User } from 'twilio-chat'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'
import {
  collect,
  connect,
  enter,
  eventually,
  fresh,
  letGoOfTheSdksRejections,
  next,
  openChannel,
  statusOf,
  subscribed,
  system,
} from './sdk.ts'

const GRACE_MS = 400

let service: RunningChatService
letGoOfTheSdksRejections()
beforeAll(async () => {
  service = await startChatService({ presenceGraceMs: GRACE_MS, pingIntervalMs: 300 })
})
afterAll(() => service.stop())

interface UserUpdate {
  user: User
  updateReasons: string[]
}
const online =
  (is: boolean) =>
  ({ user, updateReasons }: UserUpdate): boolean =>
    updateReasons.includes('online') && user.online === is

test('lists the Members of a Channel with their Roles', async () => {
  const [anna, ben] = [fresh('anna'), fresh('ben')]
  const channel = await enter(await connect(service, anna), openChannel(service, anna, ben))
  const members = await channel.getMembers()
  expect(members.map(({ identity }) => identity).toSorted()).toEqual([anna, ben])
  expect(new Set(members.map(({ roleSid }) => roleSid))).toEqual(new Set([service.instance.service().defaultChannelRoleSid]))
})

test('tells of a Member that joins and of one that leaves', async () => {
  const [anna, ben] = [fresh('anna'), fresh('ben')]
  const sid = openChannel(service, anna)
  const channel = await enter(await connect(service, anna), sid)
  const joined = next<Member>(channel, 'memberJoined')
  service.instance.members.create(system, sid, { identity: ben })
  expect((await joined).identity).toBe(ben)
  const left = next<Member>(channel, 'memberLeft')
  service.instance.members.remove(system, sid, ben)
  expect((await left).identity).toBe(ben)
})

test('tells of a Member whose Role changed', async () => {
  const [anna, ben] = [fresh('anna'), fresh('ben')]
  const sid = openChannel(service, anna, ben)
  const channel = await enter(await connect(service, anna), sid)
  const roleSid = service.instance.service().defaultChannelCreatorRoleSid
  const updated = next<{ member: Member; updateReasons: string[] }>(channel, 'memberUpdated')
  service.instance.members.update(system, sid, ben, { roleSid })
  const { member, updateReasons } = await updated
  expect(member.roleSid).toBe(roleSid)
  expect(updateReasons).toContain('roleSid')
})

test("keeps a Member's attributes, and shows them to the others", async () => {
  const [anna, ben] = [fresh('anna'), fresh('ben')]
  const sid = openChannel(service, anna, ben)
  const mine = await enter(await connect(service, anna), sid)
  const theirs = await enter(await connect(service, ben), sid)
  const updated = next<{ member: Member }>(theirs, 'memberUpdated')
  const me = (await mine.getMembers()).find(({ identity }) => identity === anna)
  await me?.updateAttributes({ seat: 4 })
  expect((await updated).member.attributes).toEqual({ seat: 4 })
})

test("refuses to change another Member's attributes", async () => {
  const [anna, ben] = [fresh('anna'), fresh('ben')]
  const channel = await enter(await connect(service, anna), openChannel(service, anna, ben))
  const other = (await channel.getMembers()).find(({ identity }) => identity === ben)
  expect(await statusOf(Promise.resolve(other?.updateAttributes({})))).toBe(403)
})

test('adds and removes Members for those whose Role allows it', async () => {
  const ben = fresh('ben')
  const client = await connect(service, fresh('anna'))
  const channel = await client.createChannel({ isPrivate: true })
  await channel.join()
  await channel.add(ben)
  expect(service.instance.members.list(system, channel.sid, { limit: 10 }).items).toHaveLength(2)
  await channel.removeMember(ben)
  expect(service.instance.members.list(system, channel.sid, { limit: 10 }).items).toHaveLength(1)
})

test('reads a User by Identity and by Member', async () => {
  const [anna, ben] = [fresh('anna'), fresh('ben')]
  const sid = openChannel(service, anna, ben)
  service.instance.users.update(system, ben, { friendlyName: 'Ben B.', attributes: '{"team":"shoes"}' })
  const client = await connect(service, anna)
  const channel = await enter(client, sid)
  expect(await client.getUser(ben)).toMatchObject({ friendlyName: 'Ben B.', attributes: { team: 'shoes' } })
  const member = (await channel.getMembers()).find(({ identity }) => identity === ben)
  expect((await member?.getUser())?.friendlyName).toBe('Ben B.')
})

test('answers 404 for a User that does not exist', async () => {
  const client = await connect(service, fresh('anna'))
  expect(await statusOf(client.getUser('nobody'))).toBe(404)
})

test("shows a User's new name and attributes to those who look", async () => {
  const [anna, ben] = [fresh('anna'), fresh('ben')]
  const mine = await connect(service, anna)
  const seen = await (await connect(service, ben)).getUser(anna)
  await subscribed()
  const named = next<UserUpdate>(seen, 'updated', ({ updateReasons }) => updateReasons.includes('friendlyName'))
  await mine.user.updateFriendlyName('Anna A.')
  expect((await named).user.friendlyName).toBe('Anna A.')
  const described = next<UserUpdate>(seen, 'updated', ({ updateReasons }) => updateReasons.includes('attributes'))
  await mine.user.updateAttributes({ avatar: 'x' })
  expect((await described).user.attributes).toEqual({ avatar: 'x' })
})

test("describes a Channel's Users, page by page, to its Members only", async () => {
  const anna = fresh('anna')
  const sid = openChannel(service, anna, ...Array.from({ length: 60 }, () => fresh('crowd')))
  const channel = await enter(await connect(service, anna), sid)
  const first = await channel.getUserDescriptors()
  const second = await first.nextPage()
  expect([first.items.length, second.items.length, second.hasNextPage]).toEqual([50, 11, false])
})

test('shows who comes online, and who is gone after the grace', async () => {
  const [anna, ben] = [fresh('anna'), fresh('ben')]
  openChannel(service, ben)
  const seen = await (await connect(service, anna)).getUser(ben)
  await subscribed()
  const came = next(seen, 'updated', online(true))
  const client = await connect(service, ben)
  await came
  const gone = next(seen, 'updated', online(false))
  const at = Date.now()
  await client.shutdown()
  await gone
  expect(Date.now() - at).toBeGreaterThanOrEqual(GRACE_MS - 50)
})

test('does not show a reconnect as gone and back', async () => {
  const [anna, ben] = [fresh('anna'), fresh('ben')]
  const client = await connect(service, ben)
  const seen = await (await connect(service, anna)).getUser(ben)
  await subscribed()
  const updates = collect(seen, 'updated')
  const back = next(client, 'connectionStateChanged', (state) => state === 'connected')
  service.faults.drop(ben)
  await back
  await new Promise((resolve) => setTimeout(resolve, 2 * GRACE_MS))
  expect(updates).toEqual([])
  expect(seen.online).toBe(true)
})

test('stays online while a second tab is open', async () => {
  const [anna, ben] = [fresh('anna'), fresh('ben')]
  const first = await connect(service, ben)
  await connect(service, ben)
  const seen = await (await connect(service, anna)).getUser(ben)
  await first.shutdown()
  await new Promise((resolve) => setTimeout(resolve, 2 * GRACE_MS))
  expect(seen.online).toBe(true)
})

test('keeps a socket that answers pings, for many of them', async () => {
  const anna = fresh('anna')
  const client = await connect(service, anna)
  const states = collect(client, 'connectionStateChanged')
  await new Promise((resolve) => setTimeout(resolve, 1_200))
  expect(states).toEqual([])
  await eventually(() => expect(service.faults.sockets().filter(({ identity }) => identity === anna)).toHaveLength(1))
})
