import { expect, test } from 'vitest'
import { type Permission, permissions } from '../../../demo/chat-service/domain/types.ts'
import { createWorld, everything, statusOf, system, user, type World } from './setup.ts'

interface Scene extends World {
  /** the Channel that it is about, private, made by the back end */
  readonly room: string
  /** a Message of the actor, and one of another Member */
  readonly own: string
  readonly foreign: string
  /** media that the actor uploaded */
  readonly media: string
  readonly lobby: string
}

/** `ann` acts, with these permissions and no others; `bob` is another Member of `room`, `eve` is nowhere. */
function setScene(given: { service?: readonly Permission[]; channel?: readonly Permission[] }, member = true): Scene {
  const world = createWorld()
  const { instance } = world
  const service = instance.roles.create({ friendlyName: 's', type: 'deployment', permissions: given.service ?? [] })
  const channel = instance.roles.create({ friendlyName: 'c', type: 'channel', permissions: given.channel ?? [] })
  for (const identity of ['ann', 'bob', 'eve']) instance.users.create({ identity, roleSid: service.sid })
  const room = instance.channels.create(system, { type: 'private' }).sid
  const lobby = instance.channels.create(system, { type: 'public', uniqueName: 'lobby' }).sid
  instance.members.create(system, room, { identity: 'bob', roleSid: channel.sid })
  if (member) instance.members.create(system, room, { identity: 'ann', roleSid: channel.sid })
  const media = `ME${'0'.repeat(32)}`
  instance.media.create({ sid: media, author: 'ann', filename: 'a.png', contentType: 'image/png', size: 3 })
  return {
    ...world,
    room,
    lobby,
    media,
    own: instance.messages.create(system, room, { body: 'mine', from: 'ann' }).sid,
    foreign: instance.messages.create(system, room, { body: 'his', from: 'bob' }).sid,
  }
}

const ann = user('ann')
/** What each permission is for: done by ann. */
const deeds: Record<Permission, (scene: Scene) => unknown> = {
  addMember: ({ instance, room }) => instance.members.create(ann, room, { identity: 'eve' }),
  createChannel: ({ instance }) => instance.channels.create(ann, { friendlyName: 'Mine' }),
  deleteAnyMessage: ({ instance, room, foreign }) => instance.messages.remove(ann, room, foreign),
  deleteOwnMessage: ({ instance, room, own }) => instance.messages.remove(ann, room, own),
  destroyChannel: ({ instance, room }) => instance.channels.remove(ann, room),
  editAnyMessage: ({ instance, room, foreign }) => instance.messages.update(ann, room, foreign, { body: 'forged' }),
  editAnyMessageAttributes: ({ instance, room, foreign }) => instance.messages.update(ann, room, foreign, { attributes: '{"x":1}' }),
  editAnyUserInfo: ({ instance }) => instance.users.update(ann, 'bob', { friendlyName: 'Robert' }),
  editChannelAttributes: ({ instance, room }) => instance.channels.update(ann, room, { attributes: '{"x":1}' }),
  editChannelName: ({ instance, room }) => instance.channels.update(ann, room, { friendlyName: 'New' }),
  editOwnMessage: ({ instance, room, own }) => instance.messages.update(ann, room, own, { body: 'better' }),
  editOwnMessageAttributes: ({ instance, room, own }) => instance.messages.update(ann, room, own, { attributes: '{"x":1}' }),
  editOwnUserInfo: ({ instance }) => instance.users.update(ann, 'ann', { friendlyName: 'Anna' }),
  inviteMember: ({ instance, room }) => instance.invites.create(ann, room, { identity: 'eve' }),
  joinChannel: ({ instance, lobby }) => instance.members.create(ann, lobby, { identity: 'ann' }),
  leaveChannel: ({ instance, room }) => instance.members.remove(ann, room, 'ann'),
  removeMember: ({ instance, room }) => instance.members.remove(ann, room, 'bob'),
  sendMediaMessage: ({ instance, room, media }) => instance.messages.create(ann, room, { mediaSids: [media] }),
  sendMessage: ({ instance, room }) => instance.messages.create(ann, room, { body: 'hello' }),
}
const serviceWide = new Set<Permission>(['createChannel', 'joinChannel', 'editOwnUserInfo', 'editAnyUserInfo'])
/** Having the first also allows the second. */
const includes: Partial<Record<Permission, Permission>> = {
  deleteAnyMessage: 'deleteOwnMessage',
  editAnyMessage: 'editOwnMessage',
  editAnyMessageAttributes: 'editOwnMessageAttributes',
  editAnyUserInfo: 'editOwnUserInfo',
  removeMember: 'leaveChannel',
}

test.each(permissions)('without %s a Member is refused and nothing changes', (permission) => {
  const more = Object.keys(includes).filter((wider) => includes[wider as Permission] === permission)
  const others = permissions.filter((other) => other !== permission && !more.includes(other))
  const scene = setScene({
    service: others.filter((other) => serviceWide.has(other)),
    channel: others.filter((other) => !serviceWide.has(other)),
  })
  const before = everything(scene.database)
  expect(statusOf(() => deeds[permission](scene))).toBe(403)
  expect(everything(scene.database)).toEqual(before)
})

test.each(permissions)('%s alone in the service Role is enough for a Member', (permission) => {
  const scene = setScene({ service: [permission] })
  expect(statusOf(() => deeds[permission](scene))).toBe(200)
})

test.each(permissions.filter((permission) => !serviceWide.has(permission)))(
  '%s alone in the Role of the Channel is enough there',
  (permission) => {
    const scene = setScene({ channel: [permission] })
    expect(statusOf(() => deeds[permission](scene))).toBe(200)
  },
)

const aboutMessages: readonly Permission[] = permissions.filter((permission) => /Message/.test(permission))
test.each(aboutMessages)('%s in the service Role does not open a private Channel to a stranger', (permission) => {
  const scene = setScene({ service: [permission] }, false)
  const before = everything(scene.database)
  expect(statusOf(() => deeds[permission](scene))).toBe(404)
  expect(everything(scene.database)).toEqual(before)
})

test('a stranger with no permission finds no private Channel by its sid', () => {
  const scene = setScene({ channel: permissions.filter((permission) => !serviceWide.has(permission)) }, false)
  const { instance, room, own } = scene
  const before = everything(scene.database)
  const attempts: (() => unknown)[] = [
    () => instance.channels.fetch(ann, room),
    () => instance.channels.update(ann, room, { friendlyName: 'x' }),
    () => instance.channels.update(ann, room, {}),
    () => instance.channels.remove(ann, room),
    () => instance.members.list(ann, room, { limit: 10 }),
    () => instance.members.fetch(ann, room, 'bob'),
    () => instance.members.create(ann, room, { identity: 'ann' }),
    () => instance.members.create(ann, room, { identity: 'eve' }),
    () => instance.members.update(ann, room, 'bob', { attributes: '{}' }),
    () => instance.members.remove(ann, room, 'bob'),
    () => instance.members.remove(ann, room, 'ann'),
    () => instance.invites.create(ann, room, { identity: 'ann' }),
    () => instance.invites.remove(ann, room, 'ann'),
    () => instance.messages.list(ann, room, { limit: 10 }),
    () => instance.messages.fetch(ann, room, own),
    () => instance.messages.create(ann, room, { body: 'x' }),
    () => instance.userChannels.fetch('ann', room),
    () => instance.userChannels.update(ann, 'ann', room, { lastConsumedMessageIndex: 0 }),
    () => instance.users.inChannel(ann, room, { limit: 10 }),
    () => instance.typing.start(ann, room),
  ]
  expect(attempts.map(statusOf)).toEqual(attempts.map(() => 404))
  expect(everything(scene.database)).toEqual(before)
})

test('the default service Role joins public Channels but no private one', () => {
  const { instance, database } = createWorld()
  instance.users.ensure('ann')
  const open = instance.channels.create(system, { type: 'public' }).sid
  const closed = instance.channels.create(system, { type: 'private' }).sid
  expect(statusOf(() => instance.members.create(ann, open, { identity: 'ann' }))).toBe(200)
  const before = everything(database)
  expect(statusOf(() => instance.members.create(ann, closed, { identity: 'ann' }))).toBe(404)
  expect(everything(database)).toEqual(before)
})

test('in a public Channel a passer-by reads the Channel, and neither its Messages nor its Members', () => {
  const { instance } = createWorld()
  instance.users.ensure('ann')
  const open = instance.channels.create(system, { type: 'public' }).sid
  expect(instance.channels.fetch(ann, open).sid).toBe(open)
  expect(statusOf(() => instance.messages.list(ann, open, { limit: 10 }))).toBe(403)
  expect(statusOf(() => instance.messages.create(ann, open, { body: 'x' }))).toBe(403)
  expect(statusOf(() => instance.members.list(ann, open, { limit: 10 }))).toBe(403)
  expect(statusOf(() => instance.typing.start(ann, open))).toBe(403)
})

test('fields that belong to the back end are refused from a User with every permission', () => {
  const everythingAllowed = { service: permissions, channel: permissions.filter((permission) => !serviceWide.has(permission)) }
  const scene = setScene(everythingAllowed)
  const { instance, room, own } = scene
  const role = instance.service().defaultChannelRoleSid
  const before = everything(scene.database)
  const forgeries: (() => unknown)[] = [
    () => instance.messages.create(ann, room, { body: 'x', from: 'bob' }),
    () => instance.messages.create(ann, room, { body: 'x', dateCreated: 0 }),
    () => instance.messages.update(ann, room, own, { from: 'bob' }),
    () => instance.messages.update(ann, room, own, { lastUpdatedBy: 'bob' }),
    () => instance.channels.create(ann, { createdBy: 'system' }),
    () => instance.channels.create(ann, { dateCreated: 0 }),
    () => instance.channels.update(ann, room, { createdBy: 'ann' }),
    () => instance.members.create(ann, room, { identity: 'eve', roleSid: role }),
    () => instance.members.update(ann, room, 'ann', { roleSid: role }),
    () => instance.members.update(ann, room, 'bob', { lastConsumedMessageIndex: 1 }),
    () => instance.invites.create(ann, room, { identity: 'eve', roleSid: role }),
    () => instance.users.update(ann, 'ann', { roleSid: instance.service().defaultServiceRoleSid }),
    () => instance.userChannels.update(ann, 'bob', room, { lastConsumedMessageIndex: 1 }),
  ]
  expect(forgeries.map(statusOf)).toEqual(forgeries.map(() => 403))
  expect(everything(scene.database)).toEqual(before)
})

test('media are sent by their author only, once, and seen by the Members of the Channel alone', () => {
  const { instance, room, media } = setScene({ channel: ['sendMediaMessage'] })
  const sent = (): unknown => instance.messages.create(user('bob'), room, { mediaSids: [media] })
  expect(statusOf(sent)).toBe(400)
  expect(statusOf(() => instance.media.fetch(user('bob'), media))).toBe(404)
  expect(instance.messages.create(ann, room, { mediaSids: [media] }).media).toMatchObject([{ sid: media, size: 3 }])
  expect(instance.media.fetch(user('bob'), media).sid).toBe(media)
  expect(statusOf(() => instance.media.fetch(user('eve'), media))).toBe(404)
  expect(statusOf(() => instance.messages.create(ann, room, { mediaSids: [media] }))).toBe(400)
})

test('uploading needs the permission in some Role that the User bears', () => {
  const { instance } = setScene({ channel: ['sendMediaMessage'] })
  expect(instance.media.mayUpload('ann')).toBe(true)
  expect(instance.media.mayUpload('eve')).toBe(false)
})
