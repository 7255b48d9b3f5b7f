import { expect, test, vi } from 'vitest'
import { ChatError } from '../../../../src/chat/errors.ts'
import type { ChatService, ChatServiceEvents } from '../../../../src/chat/service.ts'
import { createFakeHouse } from '../../../../src/testing/index.ts'
import type { FakeHouse, FakeService } from '../../../../src/testing/index.ts'
import { createFakeBrowser } from './fake-browser.ts'
import type { FakeBrowser, FakeTab } from './fake-browser.ts'

interface Room {
  readonly house: FakeHouse
  readonly browser: FakeBrowser
  readonly channelSid: string
  readonly tabs: readonly FakeTab[]
  readonly services: readonly ChatService[]
  /** What is connected to the house. */
  sockets(): readonly FakeService[]
  /** How often each tab was asked for a token. */
  readonly renewals: number[]
}

/** `count` tabs of one visitor in a Channel with an agent; the first of them leads. */
async function room(count: number): Promise<Room> {
  const house = createFakeHouse({ remembersIds: true })
  const channelSid = house.createChannel({ members: ['visitor', 'agent'] })
  const browser = createFakeBrowser()
  const tabs: FakeTab[] = []
  const services: ChatService[] = []
  const renewals: number[] = []
  for (let at = 0; at < count; at += 1) {
    const tab = browser.tab()
    renewals.push(0)
    const renew = async (): Promise<string> => {
      renewals[at]! += 1
      return 'visitor'
    }
    tabs.push(tab)
    services.push(await tab.connect(house.connect, 'visitor', { renew }))
  }
  for (const service of services) {
    await service.channels()
    await service.messages(channelSid)
  }
  const sockets = (): readonly FakeService[] =>
    house.services.filter(({ identity, connection }) => identity === 'visitor' && connection !== 'disconnected')
  return { house, browser, channelSid, tabs, services, sockets, renewals }
}

function hear<Name extends keyof ChatServiceEvents>(service: ChatService, name: Name): ChatServiceEvents[Name][] {
  const events: ChatServiceEvents[Name][] = []
  service.on(name, (event) => events.push(event))
  return events
}
const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (cause: unknown) => cause,
  )
const id = (): string => crypto.randomUUID()

test('ten tabs have one socket, and each hears, sends and reads over it', async () => {
  const { house, channelSid, services, sockets } = await room(10)
  expect([sockets().length, services.filter(({ leads }) => leads).length]).toEqual([1, 1])
  const added = services.map((service) => hear(service, 'messageAdded'))
  for (const [at, service] of services.entries()) await service.sendMessage(channelSid, `from ${at}`, { id: id() })
  house.typing(channelSid, 'agent', true)
  await vi.waitFor(() => expect(added.map(({ length }) => length)).toEqual(services.map(() => 10)))
  expect((await services[9]!.messagesAfter(channelSid, -1)).map(({ body }) => body)).toEqual(services.map((_, at) => `from ${at}`))
})

test('two widgets of one visitor in one page have one socket', async () => {
  const { tabs, house, sockets } = await room(1)
  const again = await tabs[0]!.connect(house.connect, 'visitor')
  expect([again.leads, sockets().length]).toEqual([false, 1])
})

test('tabs of different visitors have nothing to do with each other', async () => {
  const { browser, house, services, sockets } = await room(2)
  const other = await browser.tab().connect(house.connect, 'somebody')
  expect([other.leads, other.identity, sockets().length]).toEqual([true, 'somebody', 1])
  await other.shutdown({ everywhere: true })
  expect(services.map(({ connection }) => connection)).toEqual(['connected', 'connected'])
})

test('one who comes without a name for the visitor shares nothing', async () => {
  const { browser, house } = await room(1)
  const service = await browser.tab().connect(house.connect, 'visitor', { visitor: undefined as never })
  expect(service.leads).toBe(true)
})

test('no token is ever said to the other tabs, and no name of the visitor is in the name of lock or channel', async () => {
  const house = createFakeHouse()
  const browser = createFakeBrowser()
  const token = `x.${btoa(JSON.stringify({ grants: { identity: 'visitor' }, secret: 'secret' }))}.y`
  const visitor = { visitor: 'IS visitor', renew: async () => token }
  const leader = await browser.tab().connect(house.connect, token, visitor)
  const follower = await browser.tab().connect(house.connect, token, visitor)
  await leader.updateToken(token)
  await follower.updateToken(token)
  expect(follower.leads).toBe(true)
  expect(JSON.stringify(browser.said)).not.toContain(token)
  expect(browser.said.length).toBeGreaterThan(3)
  expect(browser.names.length).toBeGreaterThan(0)
  for (const name of browser.names) expect(name).toMatch(/^parlour:[0-9a-f]{24}$/)
})

test('when the leader dies the next takes over at once, and all go on; what was missed is heard', async () => {
  const { house, tabs, services, channelSid, renewals } = await room(3)
  const states = hear(services[2]!, 'connection')
  const added = services.slice(1).map((service) => hear(service, 'messageAdded'))
  tabs[0]!.kill()
  house.post(channelSid, 'agent', 'while nobody listened')
  await vi.waitFor(() =>
    expect(services.slice(1).map(({ connection, leads }) => [connection, leads])).toEqual([
      ['connected', true],
      ['connected', false],
    ]),
  )
  await vi.waitFor(() =>
    expect(added.map((all) => all.map(({ message }) => message.body))).toEqual([['while nobody listened'], ['while nobody listened']]),
  )
  expect(states).toEqual(['connecting', 'connected'])
  expect(renewals).toEqual([0, 1, 0])
  house.post(channelSid, 'agent', 'and now')
  await vi.waitFor(() => expect(added.map(({ length }) => length)).toEqual([2, 2]))
  expect(await services[2]!.sendMessage(channelSid, 'me too', { id: id() })).toBe(2)
})

test('what was under way when the leader died fails at once, and may be tried again under its id', async () => {
  const { house, tabs, services, channelSid, sockets } = await room(2)
  sockets()[0]!.fault = () => 'silent'
  const options = { id: id() }
  const sending = failure(services[1]!.sendMessage(channelSid, 'once', options))
  const reading = services[1]!.messagesAfter(channelSid, -1)
  await vi.waitFor(() => expect(sockets()[0]!.calls.filter(({ method }) => method === 'messagesAfter').length).toBeGreaterThan(0))
  tabs[0]!.kill()
  expect(await sending).toMatchObject({ code: 'network', retryable: true })
  // A read asks the next leader by itself.
  expect(await reading).toEqual([])
  await services[1]!.sendMessage(channelSid, 'once', options)
  expect(house.messages(channelSid).map(({ body }) => body)).toEqual(['once'])
})

test('a leader that says nothing any more is deposed within three seconds; back again, it closes its socket and follows', async () => {
  const { house, tabs, services, channelSid, sockets } = await room(3)
  const old = sockets()[0]!
  const sent = vi.spyOn(old, 'sendMessage')
  tabs[0]!.hang()
  const before = performance.now()
  const options = { id: id() }
  expect(await failure(services[1]!.sendMessage(channelSid, 'hello', options))).toMatchObject({ code: 'network' })
  expect(performance.now() - before).toBeLessThan(3_000)
  await vi.waitFor(() => expect(services.slice(1).map(({ connection }) => connection)).toEqual(['connected', 'connected']))
  await services[2]!.sendMessage(channelSid, 'hello', options)
  tabs[0]!.thaw()
  await vi.waitFor(() => expect(old.connection).toBe('disconnected'))
  await vi.waitFor(() => expect([services[0]!.connection, services[0]!.leads]).toEqual(['connected', false]))
  expect([sockets().length, services.filter(({ leads }) => leads).length]).toEqual([1, 1])
  // The call that it had not seen yet came out of the past, and was not done.
  expect(sent).not.toHaveBeenCalled()
  expect(house.messages(channelSid).map(({ body }) => body)).toEqual(['hello'])
  expect((await services[0]!.messagesAfter(channelSid, -1)).map(({ body }) => body)).toEqual(['hello'])
})

test('a leader that is alive is not deposed, however long the service takes', async () => {
  const { services, channelSid, sockets } = await room(2)
  const { messages } = sockets()[0]!
  sockets()[0]!.messages = async (...args) => {
    await new Promise((resolve) => setTimeout(resolve, 3_500))
    return messages(...args)
  }
  expect((await services[1]!.messages(channelSid)).messages).toEqual([])
  expect(services.map(({ leads }) => leads)).toEqual([true, false])
})

test('a tab that opens while the leader hangs does not wait for it', async () => {
  const { browser, house, tabs, sockets } = await room(1)
  tabs[0]!.hang()
  const service = await browser.tab().connect(house.connect, 'visitor')
  expect(service.leads).toBe(true)
  tabs[0]!.thaw()
  await vi.waitFor(() => expect(sockets().length).toBe(1))
})

test.each([
  ['window', 'pagehide', 'window', 'pageshow'],
  ['document', 'freeze', 'document', 'resume'],
  ['document', 'freeze', 'window', 'focus'],
] as const)('a leader that hears %s %s lays it down and closes its socket; after %s %s it is there again', async (on, goes, off, comes) => {
  const { tabs, services, channelSid, sockets } = await room(2)
  const states = hear(services[0]!, 'connection')
  const old = sockets()[0]!
  tabs[0]!.fire(on, goes)
  expect(services[0]!.connection).toBe('connecting')
  expect(await failure(services[0]!.sendMessage(channelSid, 'no', { id: id() }))).toMatchObject({ code: 'network' })
  await vi.waitFor(() => expect([old.connection, services[1]!.leads, services[1]!.connection]).toEqual(['disconnected', true, 'connected']))
  await services[1]!.sendMessage(channelSid, 'while you slept', { id: id() })
  expect(states).toEqual(['connecting'])
  const added = hear(services[0]!, 'messageAdded')
  tabs[0]!.fire(off, comes)
  await vi.waitFor(() => expect([services[0]!.connection, services[0]!.leads]).toEqual(['connected', false]))
  await vi.waitFor(() => expect(added.map(({ message }) => message.body)).toEqual(['while you slept']))
  expect(sockets().length).toBe(1)
})

test('a resting page that somebody probes is awake', async () => {
  const { tabs, services } = await room(1)
  tabs[0]!.fire('document', 'freeze')
  await services[0]!.probe({ quietMs: 0, withinMs: 2_500 })
  expect(services[0]!.connection).toBe('connected')
})

test('a page that goes, comes and goes in one breath holds nothing, and nobody waits for it', async () => {
  const { tabs, browser, services } = await room(1)
  for (const type of ['freeze', 'resume', 'freeze']) tabs[0]!.fire('document', type)
  await vi.waitFor(() => expect([browser.waiting(), browser.open()]).toEqual([0, 0]))
  expect(services[0]!.connection).toBe('connecting')
  tabs[0]!.fire('document', 'resume')
  await vi.waitFor(() => expect(services[0]!.connection).toBe('connected'))
})

test('a leader that is shut down hands over without a sign of a logout', async () => {
  const { services, sockets } = await room(2)
  const out = hear(services[1]!, 'loggedOut')
  await services[0]!.shutdown()
  await vi.waitFor(() => expect([services[1]!.leads, services[1]!.connection]).toEqual([true, 'connected']))
  expect([sockets().length, out.length]).toEqual([1, 0])
})

test('a logout in one tab closes the connection of each', async () => {
  const { services, sockets } = await room(3)
  const out = services.map((service) => hear(service, 'loggedOut'))
  await services[1]!.shutdown({ everywhere: true })
  await vi.waitFor(() => expect(services.map(({ connection }) => connection)).toEqual(services.map(() => 'disconnected')))
  expect(out.map(({ length }) => length)).toEqual([1, 0, 1])
  expect(sockets()).toEqual([])
  expect(await failure(services[0]!.channels())).toMatchObject({ code: 'not-ready' })
})

test('nothing is left on the page or in the queue after a shutdown, a hundred times over', async () => {
  const { house, tabs, browser, services } = await room(1)
  await services[0]!.shutdown()
  for (let mount = 0; mount < 100; mount += 1) await (await tabs[0]!.connect(house.connect, 'visitor')).shutdown()
  expect([tabs[0]!.listeners, browser.waiting(), browser.open()]).toEqual([0, 0, 0])
  expect(house.services.every(({ listeners }) => listeners === 0)).toBe(true)
})

test('a page that may be cached never listens to what would keep it out', async () => {
  const { tabs } = await room(1)
  expect(tabs[0]!.listenedTo.filter((type) => /unload/.test(type))).toEqual([])
  expect(tabs[0]!.listenedTo).toContain('pagehide')
})

test('what one tab has read is read in all', async () => {
  const { house, services, channelSid } = await room(3)
  const updates = services.map((service) => hear(service, 'channelUpdated'))
  house.post(channelSid, 'agent', 'one')
  // A service that tells of it late, as Twilio's SDK does.
  vi.spyOn(house.services[0]!, 'advanceHorizon').mockResolvedValue()
  await vi.waitFor(() => expect(updates.map(({ length }) => length)).toEqual([1, 1, 1]))
  await services[1]!.advanceHorizon(channelSid, 0)
  await vi.waitFor(() => expect([updates[0]!.length, updates[2]!.length]).toEqual([2, 2]))
  for (const at of [0, 2]) expect(updates[at]!.at(-1)).toMatchObject({ sid: channelSid, lastConsumedMessageIndex: 0, lastMessageIndex: 0 })
})

test('an error crosses as it is', async () => {
  const { services, sockets, channelSid } = await room(2)
  const error = new ChatError('rate-limited', 'Slowly', { hint: 'Wait', retryable: true, retryAfterMs: 1_234 })
  sockets()[0]!.fault = () => error
  const caught = await failure(services[1]!.sendMessage(channelSid, 'x', { id: id() }))
  expect(caught).toBeInstanceOf(ChatError)
  expect({ ...(caught as ChatError), message: (caught as ChatError).message }).toEqual({ ...error, message: 'Slowly' })
})

test('what cannot be cloned is no Message', async () => {
  const { services, channelSid } = await room(2)
  const attributes = { code: () => 1 }
  expect(await failure(services[1]!.sendMessage(channelSid, 'x', { id: id(), attributes }))).toMatchObject({ code: 'message-invalid' })
})

test('a Message that an earlier leader had read can be edited and removed through the next', async () => {
  const { house, tabs, services, channelSid } = await room(2)
  for (const body of ['one', 'two']) await services[1]!.sendMessage(channelSid, body, { id: id() })
  const messages = await services[1]!.messagesAfter(channelSid, -1)
  tabs[0]!.kill()
  await vi.waitFor(() => expect([services[1]!.leads, services[1]!.connection]).toEqual([true, 'connected']))
  const next = house.services.at(-1)!
  // As an adapter, which speaks only of what it has read.
  const met = new Set<string>()
  const { messages: read, editMessage } = next
  next.messages = async (...args) => {
    const page = await read(...args)
    for (const { sid } of page.messages) met.add(sid)
    return page
  }
  next.editMessage = async (...args) => {
    if (!met.has(args[1])) throw new ChatError('message-rejected', 'There is no such Message')
    await editMessage(...args)
  }
  await services[1]!.editMessage(channelSid, messages[0]!.sid, 'uno')
  await services[1]!.removeMessage(channelSid, messages[1]!.sid)
  expect(house.messages(channelSid).map(({ body }) => body)).toEqual(['uno'])
})

test('who came, went and was renamed while nobody listened is heard after a takeover, and nothing else', async () => {
  const { house, tabs, services, channelSid } = await room(2)
  const gone = house.createChannel({ members: ['visitor'] })
  await vi.waitFor(async () => expect((await services[1]!.channels()).length).toBe(2))
  await services[1]!.members(channelSid)
  tabs[0]!.kill()
  const news = (['channelAdded', 'channelUpdated', 'channelRemoved', 'memberJoined', 'memberLeft', 'memberUpdated'] as const).map(
    (name) => [name, hear(services[1]!, name)] as const,
  )
  house.deleteChannel(gone)
  const fresh = house.createChannel({ members: ['visitor'] })
  house.rename(channelSid, 'Billing')
  house.removeMember(channelSid, 'agent')
  house.addMember(channelSid, 'boss')
  await vi.waitFor(() =>
    expect(services[1]!.connection === 'connected' && news.every(([name, { length }]) => length > 0 || name === 'memberUpdated')).toBe(
      true,
    ),
  )
  const told = Object.fromEntries(news)
  expect(told['channelAdded']).toMatchObject([{ sid: fresh }])
  expect(told['channelRemoved']).toEqual([{ sid: gone }])
  expect(told['channelUpdated']).toMatchObject([{ sid: channelSid, friendlyName: 'Billing' }])
  expect(told['memberLeft']).toMatchObject([{ member: { identity: 'agent' } }])
  expect(told['memberJoined']).toMatchObject([{ member: { identity: 'boss' } }])
})

test('a rebuild asked for by any tab is one new client, and all hear what the old one was deaf to', async () => {
  const { house, services, channelSid, sockets } = await room(3)
  const deaf = sockets()[0]!
  const added = services.map((service) => hear(service, 'messageAdded'))
  deaf.hear = () => {}
  house.post(channelSid, 'agent', 'unheard')
  await Promise.all([services[1]!.rebuild?.(), services[2]!.rebuild?.()])
  expect([deaf.connection, sockets().length, house.services.length]).toEqual(['disconnected', 1, 2])
  await vi.waitFor(() => expect(added.map((all) => all.map(({ message }) => message.body))).toEqual(services.map(() => ['unheard'])))
})

test('a client that the service sends away for good is replaced, three times in an hour, and then that is told', async () => {
  const { services, sockets } = await room(1)
  const states = hear(services[0]!, 'connection')
  for (let time = 1; time <= 3; time += 1) {
    sockets()[0]!.fail()
    await vi.waitFor(() => expect([services[0]!.connection, sockets().length]).toEqual(['connected', 1]))
  }
  sockets()[0]!.fail()
  await vi.waitFor(() => expect(services[0]!.connection).toBe('disconnected'))
  expect(states).toEqual([...Array.from({ length: 3 }, () => ['connecting', 'connected']).flat(), 'connecting', 'disconnected'])
})

test('a takeover whose token is refused says so, and goes on with the next', async () => {
  const { house, tabs, services } = await room(2)
  house.refuse = () => new ChatError('connection-denied', 'Expired')
  tabs[0]!.kill()
  await vi.waitFor(() => expect([services[1]!.connection, services[1]!.leads]).toEqual(['denied', true]))
  house.refuse = null
  await services[1]!.updateToken('visitor')
  expect(services[1]!.connection).toBe('connected')
})

test('a takeover without a network is tried again and again', async () => {
  const { house, tabs, services } = await room(2)
  let refusals = 2
  house.refuse = () => ((refusals -= 1) >= 0 ? new ChatError('connection-failed', 'No network', { retryable: true }) : null)
  tabs[0]!.kill()
  await vi.waitFor(() => expect([services[1]!.connection, services[1]!.leads]).toEqual(['connected', true]), 5_000)
})

test('one who waits for the lead hears of it, and of its end', async () => {
  const { tabs, services } = await room(2)
  const over = new AbortController()
  const leading = services[1]!.leading!(over.signal)
  tabs[0]!.kill()
  const lead = await leading
  expect([services[1]!.leads, lead.aborted]).toEqual([true, false])
  tabs[1]!.fire('document', 'freeze')
  expect([services[1]!.leads, lead.aborted]).toEqual([false, true])
  over.abort('enough')
  expect(await failure(services[1]!.leading!(over.signal))).toBe('enough')
})

test('without locks, or where the page may not have them, each tab leads alone', async () => {
  const { browser, house } = await room(1)
  const barred = { request: () => Promise.reject(new DOMException('no origin', 'SecurityError')) } as Pick<LockManager, 'request'>
  for (const locks of [null, barred]) {
    const service = await browser.tab({ locks }).connect(house.connect, 'visitor')
    expect([service.leads, service.connection]).toEqual([true, 'connected'])
    await service.rebuild?.()
    expect(service.connection).toBe('connected')
  }
})

test('one who cannot connect says why, and leaves nothing', async () => {
  const { browser, house } = await room(1)
  house.refuse = () => new ChatError('connection-denied', 'No')
  const tab = browser.tab()
  expect(await failure(tab.connect(house.connect, 'somebody'))).toMatchObject({ code: 'connection-denied' })
  const gone = new AbortController()
  const connecting = failure(tab.connect(() => new Promise(() => {}), 'somebody', { signal: gone.signal }))
  await new Promise((resolve) => setTimeout(resolve, 20))
  gone.abort('enough')
  expect(await connecting).toBe('enough')
  await vi.waitFor(() => expect([tab.listeners, browser.open()]).toEqual([0, 1]))
})
