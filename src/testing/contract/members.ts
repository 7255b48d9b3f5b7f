import type { ContractHouse, TestRunner } from './house.ts'
import { fresh, heard, listen, own, sent, until, visit } from './tools.ts'

export function describeMembers({ test, expect }: TestRunner, house: () => ContractHouse): void {
  test('the Members of a Channel are known, and go by their Identity where they have no name', async () => {
    const { service, channel, identity, agent } = await visit(house())
    const members = await service.members(channel.sid)
    expect(members.map((member) => [member.identity, member.friendlyName, member.binding]).toSorted()).toEqual(
      [
        [agent, agent, 'chat'],
        [identity, identity, 'chat'],
      ].toSorted(),
    )
    expect(members.every(({ sid }) => /^MB[0-9a-f]{32}$/.test(sid))).toEqual(true)
  })

  test('a User goes by its friendly name', async () => {
    const { service, channel, agent, join } = await visit(house())
    await join()
    await house().nameUser(agent, 'Ms. Ünal')
    await until(async () => (await service.members(channel.sid)).some(({ friendlyName }) => friendlyName === 'Ms. Ünal'))
    expect((await service.members(channel.sid)).find((member) => member.identity === agent)?.friendlyName).toEqual('Ms. Ünal')
  })

  test('a User who takes another name is heard of', async () => {
    const { service, channel, agent, join } = await visit(house())
    await join()
    await service.members(channel.sid)
    const renamed = heard(service, 'memberUpdated', ({ member }) => member.friendlyName === 'Bo')
    await house().nameUser(agent, 'Bo')
    expect(await renamed).toMatchObject({ channelSid: channel.sid, member: { identity: agent } })
  })

  test('one who joins and leaves is heard of', async () => {
    const { service, channel } = await visit(house())
    await service.members(channel.sid)
    const guest = fresh('guest')
    const joined = heard(service, 'memberJoined', ({ member }) => member.identity === guest)
    await channel.addMember(guest)
    expect(await joined).toMatchObject({ channelSid: channel.sid, member: { binding: 'chat' } })
    expect((await service.members(channel.sid)).length).toEqual(3)
    const left = heard(service, 'memberLeft', ({ member }) => member.identity === guest)
    await channel.removeMember(guest)
    expect((await left).channelSid).toEqual(channel.sid)
    expect((await service.members(channel.sid)).length).toEqual(2)
  })

  test('a Member without a User has a sid for an Identity, and no name', async () => {
    const { service, channel } = await visit(house())
    await service.members(channel.sid)
    const joined = heard(service, 'memberJoined', ({ member }) => member.binding !== 'chat')
    const sid = await channel.addGuest()
    const guest = { sid, identity: sid, binding: 'sms', friendlyName: '' }
    expect((await joined).member).toMatchObject(guest)
    expect((await service.members(channel.sid)).find((member) => member.sid === sid)!).toMatchObject(guest)
  })

  test('one who is connected is not offline, and one who is not is not online', async () => {
    const { service, channel, agent, join } = await visit(house())
    const presence = async (): Promise<boolean | null | undefined> =>
      (await service.members(channel.sid)).find((member) => member.identity === agent)?.online
    const there = await join()
    await until(async () => (await presence()) !== false)
    await there.shutdown()
    await until(async () => (await presence()) !== true)
    expect((await presence()) === true).toEqual(false)
  })

  test('typing is told to the others, and not to oneself', async () => {
    const { service, channel, identity, join } = await visit(house())
    const there = await join()
    await there.members(channel.sid)
    await service.members(channel.sid)
    const mine = listen(service, 'typing')
    const typing = heard(there, 'typing')
    await service.typing(channel.sid)
    expect(await typing).toEqual({ channelSid: channel.sid, identity, typing: true })
    expect(mine).toEqual([])
  })

  test('typing ends with the Message', async () => {
    const { service, channel, identity, join } = await visit(house())
    const there = await join()
    await there.members(channel.sid)
    const started = heard(there, 'typing', ({ typing }) => typing)
    await service.typing(channel.sid)
    await started
    const stopped = heard(there, 'typing', ({ typing }) => !typing)
    await service.sendMessage(channel.sid, 'done', own())
    expect(await stopped).toEqual({ channelSid: channel.sid, identity, typing: false })
  })

  test('nothing is read at first; the horizon moves forward, and the others hear of it', async () => {
    const { service, channel, identity, join } = await visit(house())
    const there = await join()
    await there.members(channel.sid)
    const { index } = await sent(there, channel.sid, 'read me')
    expect((await service.channel(channel.sid)).lastConsumedMessageIndex).toEqual(null)
    const told = heard(there, 'memberUpdated', ({ member }) => member.identity === identity && member.lastConsumedMessageIndex === index)
    const moved = heard(service, 'channelUpdated', ({ lastConsumedMessageIndex }) => lastConsumedMessageIndex === index)
    await service.advanceHorizon(channel.sid, index)
    expect((await told).channelSid).toEqual(channel.sid)
    expect((await moved).sid).toEqual(channel.sid)
  })

  test('the horizon never moves backwards', async () => {
    const { service, channel, agent } = await visit(house())
    const first = await channel.post(agent, 'one')
    const second = await channel.post(agent, 'two')
    const moved = heard(service, 'channelUpdated', ({ lastConsumedMessageIndex }) => lastConsumedMessageIndex === second.index)
    await service.advanceHorizon(channel.sid, second.index)
    await moved
    await service.advanceHorizon(channel.sid, first.index)
    await service.advanceHorizon(channel.sid, second.index)
    expect((await service.channel(channel.sid)).lastConsumedMessageIndex).toEqual(second.index)
    const later = await house().connect(service.identity)
    expect((await later.channel(channel.sid)).lastConsumedMessageIndex).toEqual(second.index)
  })

  test('what one connection has read, the other knows', async () => {
    const { service, channel, identity, agent } = await visit(house())
    const other = await house().connect(identity)
    await other.messages(channel.sid)
    const { index } = await channel.post(agent, 'read me')
    const told = heard(other, 'channelUpdated', ({ lastConsumedMessageIndex }) => lastConsumedMessageIndex === index)
    await service.advanceHorizon(channel.sid, index)
    expect((await told).sid).toEqual(channel.sid)
  })
}
