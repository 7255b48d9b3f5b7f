import type { ContractHouse, TestRunner } from './house.ts'
import { codeOf, fresh, heard, listen, own, pause, sent, visit } from './tools.ts'

export function describeConnection({ test, expect }: TestRunner, house: () => ContractHouse): void {
  const never = (): AbortSignal => new AbortController().signal

  test('is connected, and knows our Identity', async () => {
    const { service, identity } = await visit(house())
    expect([service.identity, service.connection]).toEqual([identity, 'connected'])
  })

  test('a token that is no token is refused when we connect', async () => {
    expect(await codeOf(house().connectWith('not.a.token', never()))).toEqual('connection-denied')
  })

  test('one who gives up before it is connected gets the own reason', async () => {
    const gone = new AbortController()
    const connecting = house().connectWith(await house().token(fresh('visitor')), gone.signal)
    gone.abort('changed my mind')
    expect(
      await connecting.then(
        () => 'connected',
        (reason: unknown) => reason,
      ),
    ).toEqual('changed my mind')
  })

  test('two connections of one User live side by side, and both hear', async () => {
    const { service, identity, channel } = await visit(house())
    const other = await house().connect(identity)
    await other.messages(channel.sid)
    const both = [service, other].map((each) => heard(each, 'messageAdded', ({ message }) => message.body === 'hello'))
    await other.sendMessage(channel.sid, 'hello', own())
    const [one, two] = await Promise.all(both)
    expect(one!.message.sid).toEqual(two!.message.sid)
  })

  test('another token of the same User is accepted, and the conversation goes on', async () => {
    const { service, identity, channel } = await visit(house())
    await service.updateToken(await house().token(identity))
    expect(service.connection).toEqual('connected')
    expect(await sent(service, channel.sid, 'still here')).toMatchObject({ body: 'still here' })
  })

  test('a token that is in use already is no error', async () => {
    const identity = fresh('visitor')
    const token = await house().token(identity)
    const service = await house().connectWith(token, never())
    await service.updateToken(token)
    expect([service.connection, await service.channels()]).toEqual(['connected', []])
  })

  test('the token of another User is refused, and a good one heals', async () => {
    const { service, identity, channel } = await visit(house())
    expect(await codeOf(service.updateToken(await house().token(fresh('somebody'))))).toEqual('connection-denied')
    expect([service.connection, service.identity]).toEqual(['denied', identity])
    await service.updateToken(await house().token(identity))
    expect(service.connection).toEqual('connected')
    expect(await sent(service, channel.sid, 'back')).toMatchObject({ author: identity })
  })

  test('a token that is no token is refused, and a good one heals', async () => {
    const { service, identity } = await visit(house())
    expect(await codeOf(service.updateToken('not.a.token'))).toEqual('connection-denied')
    expect(service.connection).toEqual('denied')
    await service.updateToken(await house().token(identity))
    expect(service.connection).toEqual('connected')
  })

  test('a kick connects anew, and everything goes on', async () => {
    const { service, channel, agent } = await visit(house())
    const states = listen(service, 'connection')
    await service.kick()
    expect([service.connection, states]).toEqual(['connected', ['connecting', 'connected']])
    const live = heard(service, 'messageAdded', ({ message }) => message.body === 'Still there?')
    await channel.post(agent, 'Still there?')
    expect(await live).toMatchObject({ channelSid: channel.sid })
  })

  test('kicks at the same time are as one', async () => {
    const { service, channel } = await visit(house())
    await Promise.all([service.kick(), service.kick(), service.kick()])
    expect(service.connection).toEqual('connected')
    expect(await sent(service, channel.sid, 'hello')).toMatchObject({ body: 'hello' })
  })

  test('probes of a connection that lives leave it as it is, however many and however patient', async () => {
    const { service, channel } = await visit(house())
    const states = listen(service, 'connection')
    const quiet = [0, 0, 25_000].map((quietMs) => service.probe({ quietMs, withinMs: 5_000 }))
    expect(await Promise.all(quiet.map(codeOf))).toEqual([null, null, null])
    expect(await sent(service, channel.sid, 'hello')).toMatchObject({ body: 'hello' })
    expect([service.connection, states]).toEqual(['connected', []])
  })

  test('a listener that was taken off hears nothing, and may be taken off twice', async () => {
    const { service, channel, agent } = await visit(house())
    let count = 0
    const off = service.on('messageAdded', () => void (count += 1))
    off()
    off()
    const live = heard(service, 'messageAdded')
    await channel.post(agent, 'Hello')
    await live
    expect(count).toEqual(0)
  })

  test('the same listener twice hears twice, and each is taken off by itself', async () => {
    const { service, channel, agent } = await visit(house())
    let count = 0
    const listener = (): void => void (count += 1)
    service.on('messageAdded', listener)
    service.on('messageAdded', listener)()
    const live = heard(service, 'messageAdded')
    await channel.post(agent, 'Hello')
    await live
    expect(count).toEqual(1)
  })

  test('after the shutdown, which may come twice, there is no connection and every call says so', async () => {
    const { service, channel, identity } = await visit(house())
    await service.shutdown()
    await service.shutdown()
    expect(service.connection).toEqual('disconnected')
    const calls = [
      service.channels(),
      service.channel(channel.sid),
      service.enter(channel.sid),
      service.messages(channel.sid),
      service.messagesAfter(channel.sid, -1),
      service.sendMessage(channel.sid, 'late', own()),
      service.editMessage(channel.sid, `IM${'0'.repeat(32)}`, 'late'),
      service.removeMessage(channel.sid, `IM${'0'.repeat(32)}`),
      service.members(channel.sid),
      service.typing(channel.sid),
      service.advanceHorizon(channel.sid, 0),
      service.mediaUrl(channel.sid, `IM${'0'.repeat(32)}`, `ME${'0'.repeat(32)}`),
      service.updateToken(await house().token(identity)),
      service.kick(),
      service.probe({ quietMs: 0, withinMs: 1_000 }),
    ]
    expect(await Promise.all(calls.map(codeOf))).toEqual(calls.map(() => 'not-ready'))
  })

  test('after the shutdown nothing is heard any more', async () => {
    const { service, channel, agent } = await visit(house())
    const events = listen(service, 'messageAdded', 'channelUpdated', 'memberUpdated', 'connection')
    await service.shutdown()
    const told = events.length
    await channel.post(agent, 'Anybody?')
    await pause(300)
    expect(events.length).toEqual(told)
  })
}
