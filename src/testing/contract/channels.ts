import type { ContractHouse, TestRunner } from './house.ts'
import { codeOf, fresh, heard, listen, own, pause, until, visit } from './tools.ts'

export function describeChannels({ test, expect }: TestRunner, house: () => ContractHouse): void {
  const nowhere = `CH${'0'.repeat(32)}`

  test('lists the Channels that we are in, and no other', async () => {
    const { service, channel, identity, agent } = await visit(house())
    const second = await house().createChannel(identity)
    await house().createChannel(agent)
    await until(async () => (await service.channels()).length >= 2)
    const channels = await service.channels()
    expect(channels.map(({ sid, status }) => `${sid} ${status}`).toSorted()).toEqual(
      [`${channel.sid} joined`, `${second.sid} joined`].toSorted(),
    )
  })

  test('one who is nowhere has no Channels', async () => {
    expect(await (await house().connect(fresh('nobody'))).channels()).toEqual([])
  })

  test('a Channel tells who made it, and when', async () => {
    const { service, channel } = await visit(house())
    const { createdBy, createdAt, lastConsumedMessageIndex, lastMessageIndex } = await service.channel(channel.sid)
    expect([createdBy, lastConsumedMessageIndex, lastMessageIndex]).toEqual(['system', null, null])
    expect(createdAt > Date.UTC(2020) && Number.isInteger(createdAt)).toEqual(true)
  })

  test('a Channel that we may not read is not found, nor one that there is not', async () => {
    const { service, agent } = await visit(house())
    const foreign = await house().createChannel(agent)
    expect(await codeOf(service.channel(foreign.sid))).toEqual('channel-not-found')
    expect(await codeOf(service.messages(foreign.sid))).toEqual('channel-not-found')
    expect(await codeOf(service.members(foreign.sid))).toEqual('channel-not-found')
    expect(await codeOf(service.channel(nowhere))).toEqual('channel-not-found')
  })

  test('entering a Channel that we are in gives it, also twice', async () => {
    const { service, channel } = await visit(house())
    expect(await service.enter(channel.sid)).toMatchObject({ sid: channel.sid, status: 'joined' })
    expect(await service.enter(channel.sid)).toMatchObject({ sid: channel.sid, status: 'joined' })
  })

  test('nobody is let in who was not added', async () => {
    const { service, agent } = await visit(house())
    const foreign = await house().createChannel(agent)
    expect(await codeOf(service.enter(foreign.sid))).toEqual('channel-not-found')
    expect(await codeOf(service.enter(nowhere))).toEqual('channel-not-found')
  })

  test('we hear once when we are added, and can read at once', async () => {
    const { service, identity, agent } = await visit(house())
    const other = await house().createChannel(agent)
    await other.post(agent, 'before you came')
    const events = listen(service, 'channelAdded')
    const added = heard(service, 'channelAdded', ({ sid }) => sid === other.sid)
    await other.addMember(identity)
    expect(await added).toMatchObject({ status: 'joined', createdBy: 'system' })
    expect((await service.messages(other.sid)).messages.map(({ body }) => body)).toEqual(['before you came'])
    await pause(200)
    expect(events.filter(({ sid }) => sid === other.sid).length).toEqual(1)
  })

  test('we hear once when we are removed, and the Channel is no longer ours', async () => {
    const { service, channel, identity } = await visit(house())
    const events = listen(service, 'channelRemoved')
    const removed = heard(service, 'channelRemoved', ({ sid }) => sid === channel.sid)
    await channel.removeMember(identity)
    await removed
    expect(await service.channels()).toEqual([])
    expect(await codeOf(service.messages(channel.sid))).toEqual('channel-not-found')
    await pause(200)
    expect(events).toEqual([{ sid: channel.sid }])
  })

  test('one who was removed can be added again', async () => {
    const { service, channel, identity, agent } = await visit(house())
    const removed = heard(service, 'channelRemoved')
    await channel.removeMember(identity)
    await removed
    const added = heard(service, 'channelAdded')
    await channel.addMember(identity)
    expect(await added).toMatchObject({ sid: channel.sid, status: 'joined' })
    await service.messages(channel.sid)
    const live = heard(service, 'messageAdded')
    await channel.post(agent, 'welcome back')
    expect((await live).message.body).toEqual('welcome back')
  })

  test('a Channel that is deleted is removed', async () => {
    const { service, channel } = await visit(house())
    const removed = heard(service, 'channelRemoved', ({ sid }) => sid === channel.sid)
    await channel.delete()
    await removed
    expect(await codeOf(service.channel(channel.sid))).toEqual('channel-not-found')
    expect(await codeOf(service.sendMessage(channel.sid, 'Hello?', own()))).toEqual('channel-not-found')
  })

  test('a Channel that is renamed says so', async () => {
    const { service, channel } = await visit(house())
    const renamed = heard(service, 'channelUpdated', ({ friendlyName }) => friendlyName === 'Billing')
    await channel.rename('Billing')
    expect((await renamed).sid).toEqual(channel.sid)
    expect((await service.channel(channel.sid)).friendlyName).toEqual('Billing')
  })

  test('attributes of a Channel that change say so', async () => {
    const { service, channel } = await visit(house())
    const changed = heard(service, 'channelUpdated', ({ attributes }) => attributes['status'] === 'ended')
    await channel.setAttributes({ status: 'ended', by: { agent: true } })
    expect((await changed).attributes).toMatchObject({ status: 'ended', by: { agent: true } })
    expect((await service.channel(channel.sid)).attributes).toMatchObject({ status: 'ended' })
  })

  test('a Channel knows the index of its newest Message, and when it was stored', async () => {
    const { service, channel, agent } = await visit(house())
    const first = await channel.post(agent, 'one')
    const moved = heard(service, 'channelUpdated', ({ lastMessageIndex }) => (lastMessageIndex ?? -1) > first.index)
    const second = await channel.post(agent, 'two')
    const { lastMessageIndex, lastMessageAt } = await moved
    const [newest] = (await service.messages(channel.sid, { limit: 1 })).messages
    expect([lastMessageIndex, lastMessageAt]).toEqual([second.index, newest?.createdAt])
  })
}
