import type { FaultyHouse, TestRunner } from './house.ts'
import { bodies, codeOf, heard, listen, own, sent, until, visit } from './tools.ts'

/** What every ChatService keeps when its connection does not keep. */
export function describeBrokenConnections({ test, expect }: TestRunner, house: () => FaultyHouse): void {
  test('the service tells that the Access Token is about to expire, and that it has', async () => {
    const { identity } = await visit(house())
    const service = await house().connectBriefly(identity)
    const expired = heard(service, 'tokenExpired')
    await heard(service, 'tokenExpiring')
    await expired
    await until(() => service.connection === 'denied')
    await service.updateToken(await house().token(identity))
    expect(service.connection).toEqual('connected')
  })

  test('an expired token is told of, and a new one heals, with all that was missed', async () => {
    const { service, channel, identity, agent } = await visit(house())
    const expired = heard(service, 'tokenExpired')
    const denied = heard(service, 'connection', (state) => state === 'denied')
    house().expire(identity)
    await Promise.all([expired, denied])
    await channel.post(agent, 'while you were away')
    const missed = heard(service, 'messageAdded', ({ message }) => message.body === 'while you were away')
    await service.updateToken(await house().token(identity))
    expect(service.connection).toEqual('connected')
    expect((await missed).channelSid).toEqual(channel.sid)
  })

  test('without a connection a Message is not sent, and may be tried again', async () => {
    const { service, channel, identity } = await visit(house())
    const denied = heard(service, 'connection', (state) => state === 'denied')
    house().expire(identity)
    await denied
    const options = own()
    expect(await codeOf(service.sendMessage(channel.sid, 'hello', options))).toEqual('network')
    await service.updateToken(await house().token(identity))
    await service.sendMessage(channel.sid, 'hello', options)
    expect(await bodies(service, channel.sid)).toEqual(['hello'])
  })

  test('a socket that is cut comes back by itself, and everything goes on', async () => {
    const { service, channel, identity } = await visit(house())
    const states = listen(service, 'connection')
    house().cut(identity)
    await until(() => states.includes('connecting') && service.connection === 'connected')
    expect(await sent(service, channel.sid, 'still here')).toMatchObject({ author: identity })
  })

  test('a probe dials where there is no connection', async () => {
    const { service, channel, identity } = await visit(house())
    const lost = heard(service, 'connection', (state) => state === 'connecting')
    house().cut(identity)
    await lost
    await service.probe({ quietMs: 25_000, withinMs: 5_000 })
    expect(service.connection).toEqual('connected')
    expect(await sent(service, channel.sid, 'still here')).toMatchObject({ author: identity })
  })

  test('a connection that died without a word is found by a probe and made anew, with what was missed', async () => {
    const { service, channel, identity, agent } = await visit(house())
    await settled(service, channel.sid)
    house().mute(identity)
    const missed = heard(service, 'messageAdded', ({ message }) => message.body === 'Are you there?')
    await channel.post(agent, 'Are you there?')
    expect(service.connection).toEqual('connected')
    const probes = [8_000, 500, 3_000].map((withinMs) => service.probe({ quietMs: 0, withinMs }))
    expect(await Promise.all(probes.map(codeOf))).toEqual([null, null, null])
    expect((await missed).channelSid).toEqual(channel.sid)
    expect(await sent(service, channel.sid, 'I am')).toMatchObject({ author: identity })
  })

  test('while another token is waited for, a probe says so and dials nobody', async () => {
    const { service, identity } = await visit(house())
    const denied = heard(service, 'connection', (state) => state === 'denied')
    house().expire(identity)
    await denied
    const states = listen(service, 'connection')
    expect(await codeOf(service.probe({ quietMs: 0, withinMs: 500 }))).toEqual('connection-denied')
    expect(states).toEqual([])
    await service.updateToken(await house().token(identity))
    expect(service.connection).toEqual('connected')
  })

  test('after a kick all that was missed is heard: Messages in their order, edits and removals', async () => {
    const { service, channel, identity, agent } = await visit(house())
    const arrived = heard(service, 'messageAdded', ({ message }) => message.body === 'two')
    const first = await channel.post(agent, 'one')
    const second = await channel.post(agent, 'two')
    await arrived
    await settled(service, channel.sid)
    house().mute(identity)
    const added = listen(service, 'messageAdded')
    const edited = heard(service, 'messageUpdated', ({ message }) => message.body === 'uno')
    const removed = heard(service, 'messageRemoved', ({ sid }) => sid === second.sid)
    await channel.edit(first.sid, 'uno')
    await channel.remove(second.sid)
    for (const body of ['three', 'four', 'five']) await channel.post(agent, body)
    await service.kick()
    await Promise.all([edited, removed])
    await until(() => added.length >= 3)
    expect(added.map(({ message }) => message.body)).toEqual(['three', 'four', 'five'])
    expect(await bodies(service, channel.sid)).toEqual(['uno', 'three', 'four', 'five'])
  })

  test('after a kick we hear of Channels that came and went, and of their new names', async () => {
    const { service, channel, identity, agent } = await visit(house())
    const gone = await house().createChannel(identity)
    await until(async () => (await service.channels()).length === 2)
    await settled(service, channel.sid)
    house().mute(identity)
    const fresh = await house().createChannel(identity, agent)
    const events = [
      heard(service, 'channelRemoved', ({ sid }) => sid === gone.sid),
      heard(service, 'channelAdded', ({ sid }) => sid === fresh.sid),
      heard(service, 'channelUpdated', ({ friendlyName }) => friendlyName === 'Billing'),
    ]
    await gone.delete()
    await channel.rename('Billing')
    await service.kick()
    await Promise.all(events)
    expect((await service.channels()).map(({ sid }) => sid).toSorted()).toEqual([channel.sid, fresh.sid].toSorted())
  })

  test('after a kick we hear who came and who went', async () => {
    const { service, channel, identity, agent } = await visit(house())
    await service.members(channel.sid)
    await settled(service, channel.sid)
    house().mute(identity)
    const left = heard(service, 'memberLeft', ({ member }) => member.identity === agent)
    const joined = heard(service, 'memberJoined', ({ member }) => member.identity === `${agent}-2`)
    await channel.removeMember(agent)
    await channel.addMember(`${agent}-2`)
    await service.kick()
    await Promise.all([left, joined])
    expect((await service.members(channel.sid)).map((member) => member.identity).toSorted()).toEqual([identity, `${agent}-2`].toSorted())
  })
}

/** What we listen to is set up: what one connection does is heard back. */
async function settled(service: Parameters<typeof sent>[0], channelSid: string): Promise<void> {
  const { sid } = await sent(service, channelSid, 'settled')
  const removed = heard(service, 'messageRemoved', (event) => event.sid === sid)
  await service.removeMessage(channelSid, sid)
  await removed
}
