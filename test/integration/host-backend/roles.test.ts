import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditRoles } from '../../../demo/host-backend/audit.ts'
import { needs } from '../../../demo/host-backend/permissions.ts'
import type { RoleRow } from '../../../demo/host-backend/rooms.ts'
import { helperLibrary, type Rest, startRest } from '../rest/setup.ts'
import { runCommand } from './command.ts'
import { converse, type Host, services, startHost } from './setup.ts'

let rest: Rest
beforeAll(async () => void (rest = await startRest()))
afterAll(() => rest.close())

const rolesOf = async (host: Host) => {
  const roles = await host.chat.roles.list()
  return Object.fromEntries(
    roles.map((role) => [`${role.type} ${role.friendlyName}`, { sid: role.sid, permissions: role.permissions.toSorted() }]),
  )
}

test('the audit names each permission beyond need, Role by Role, and whether visitors get it by default', () => {
  const roles: readonly RoleRow[] = [
    { sid: 'RL1', friendlyName: 'visitor', type: 'deployment', permissions: ['editOwnUserInfo', 'createChannel'] },
    { sid: 'RL2', friendlyName: 'visitor', type: 'channel', permissions: [...needs.visitor.channel] },
    { sid: 'RL3', friendlyName: 'agent', type: 'channel', permissions: [...needs.agent.channel, 'removeMember'] },
    { sid: 'RL4', friendlyName: 'channel admin', type: 'channel', permissions: ['sendMessage', 'destroyChannel', 'somethingNew'] },
  ]
  const defaults = { defaultServiceRoleSid: 'RL1', defaultChannelRoleSid: 'RL2', defaultChannelCreatorRoleSid: 'RL4' }
  expect(auditRoles(roles, defaults).map(({ role, permission, byDefault }) => [role, permission, byDefault])).toEqual([
    ['visitor', 'createChannel', true],
    ['agent', 'removeMember', false],
    ['channel admin', 'destroyChannel', true],
    ['channel admin', 'somethingNew', true],
  ])
  expect(auditRoles(roles, defaults)[0]?.reason).toBe('can make Channels and lure others into them; the back end makes Channels')
  expect(auditRoles(roles.slice(1, 2), defaults)).toEqual([])
})

describe.each(services)('on %s', (service) => {
  test('the website makes its Roles with what they need, and visitors get theirs by default', async () => {
    const host = await startHost(rest, { service })
    const roles = await rolesOf(host)
    expect(roles['deployment visitor']?.permissions).toEqual(['editOwnUserInfo'])
    expect(roles['channel visitor']?.permissions).toEqual(
      ['sendMessage', 'sendMediaMessage', 'editOwnMessage', 'editOwnMessageAttributes', 'deleteOwnMessage', 'leaveChannel'].toSorted(),
    )
    for (const permissions of [...Object.values(needs.agent), ...Object.values(needs.visitor)]) {
      for (const forbidden of ['createChannel', 'joinChannel', 'addMember', 'inviteMember']) expect(permissions).not.toContain(forbidden)
    }
    expect(await host.chat.fetch()).toMatchObject({
      defaultServiceRoleSid: roles['deployment visitor']?.sid,
      defaultChannelRoleSid: roles['channel visitor']?.sid,
      defaultChannelCreatorRoleSid: roles['channel visitor']?.sid,
      readStatusEnabled: true,
      reachabilityEnabled: true,
    })
    expect(await host.chat.users('agent').fetch()).toMatchObject({ friendlyName: 'Agent', roleSid: roles['deployment agent']?.sid })
  })

  test('a second start of the back end changes nothing', async () => {
    const host = await startHost(rest, { service })
    const before = [await rolesOf(host), (await host.chat.fetch()).toJSON(), (await host.chat.users('agent').fetch()).toJSON()]
    await host.restart()
    expect([await rolesOf(host), (await host.chat.fetch()).toJSON(), (await host.chat.users('agent').fetch()).toJSON()]).toEqual(before)
  })

  test('a Role, a default or an agent that was changed meanwhile is set right again', async () => {
    const host = await startHost(rest, { service })
    const before = await rolesOf(host)
    const visitor = before['channel visitor']?.sid ?? ''
    const other = await host.chat.roles.create({ friendlyName: 'other', type: 'deployment', permission: ['createChannel'] })
    await host.chat.roles(visitor).update({ permission: ['sendMessage', 'addMember'] })
    await host.chat.update({ defaultServiceRoleSid: other.sid })
    await host.chat.users('agent').update({ roleSid: other.sid })
    await host.restart()
    expect(await rolesOf(host)).toMatchObject(before)
    expect((await host.chat.fetch()).defaultServiceRoleSid).toBe(before['deployment visitor']?.sid)
    expect((await host.chat.users('agent').fetch()).roleSid).toBe(before['deployment agent']?.sid)
  })

  test('npm run roles:audit is content with the defaults of this website, and lists what other Roles could do', async () => {
    const host = await startHost(rest, { service })
    const { code, stdout, stderr } = await runCommand(host, 'roles-audit.ts')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^Role +Type +By default +Permission +A client that has it\n/)
    expect(stdout).toMatch({ chat: /no +createChannel +can make/, conversations: /no +createConversation +can make/ }[service])
    expect(stdout).not.toMatch(/^(visitor|agent) /m)
    expect(stdout).toMatch(/\d+ Roles, \d+ permissions beyond need, 0 of them given to every visitor\.\n$/)
  })

  test('npm run roles:audit -- --fix makes the Roles and the agent in an instance that nothing ever used, once', async () => {
    const host = await startHost(rest, { service })
    const { sid } = await helperLibrary(rest).chat.v2.services.create({ friendlyName: 'untouched' })
    const untouched = { ...host, options: { ...host.options, credentials: { ...host.credentials, serviceSid: sid } } }
    expect((await runCommand(untouched, 'roles-audit.ts')).code).toBe(1)
    for (const time of ['first', 'second']) {
      const { code, stdout, stderr } = await runCommand(untouched, 'roles-audit.ts', ['--fix', '--agent', 'desk'])
      expect([time, code, stderr]).toEqual([time, 0, ''])
      expect(stdout).toMatch(/^8 Roles, \d+ permissions beyond need, 0 of them given to every visitor\.$/m)
    }
    expect((await helperLibrary(rest).chat.v2.services(sid).users.list()).map((user) => user.identity)).toEqual(['desk'])
  })

  test('npm run roles:audit fails when visitors get a permission beyond need by default', async () => {
    const host = await startHost(rest, { service })
    await converse(host)
    const sid = (await host.chat.fetch()).defaultChannelRoleSid
    await host.chat.roles(sid).update({ permission: [...needs.visitor.channel, 'addMember'] })
    const { code, stdout } = await runCommand(host, 'roles-audit.ts')
    expect(code).toBe(1)
    const permission = { chat: 'addMember', conversations: 'addParticipant' }[service]
    expect(stdout).toMatch(new RegExp(`^visitor +channel +yes +${permission} +can pull strangers`, 'm'))
    expect(stdout).toMatch(/ 1 of them given to every visitor\.\n$/)
  })
})
