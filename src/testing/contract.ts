import { ChatError } from '../chat/errors.ts'
import type { ChatService, ChatServiceEvents } from '../chat/service.ts'

/** What the suite needs of a test runner: Vitest's, Jest's or another. */
export interface TestRunner {
  test(name: string, run: () => Promise<void>): void
  expect(actual: unknown): { toEqual(expected: unknown): void; toMatchObject(expected: object): void }
}

/** Where the ChatService under test is connected to, with hands of the back end in it. */
export interface ContractHouse {
  /** A new connection. */
  connect(identity: string): Promise<ChatService>
  /** A private Channel, made by the back end, with these Members. */
  createChannel(...members: readonly string[]): Promise<ContractChannel>
}

export interface ContractChannel {
  readonly sid: string
  post(author: string, body: string): Promise<{ readonly sid: string; readonly index: number }>
  edit(sid: string, body: string): Promise<void>
  remove(sid: string): Promise<void>
  addMember(identity: string): Promise<void>
  invite(identity: string): Promise<void>
  removeMember(identity: string): Promise<void>
  delete(): Promise<void>
}

/** What every ChatService keeps, as tests: the fake's word is worth as much as an adapter's only because both pass. */
export function describeChatService({ test, expect }: TestRunner, house: () => ContractHouse): void {
  const visit = async (identity: string): Promise<{ service: ChatService; channel: ContractChannel }> => {
    const channel = await house().createChannel(identity, 'agent')
    return { service: await house().connect(identity), channel }
  }
  const id = (): string => crypto.randomUUID()

  test('is connected, and knows our Identity', async () => {
    const { service } = await visit('ann')
    expect([service.identity, service.connection]).toEqual(['ann', 'connected'])
  })

  test('lists the Channels that we are in or invited to, and no other', async () => {
    const { service, channel } = await visit('bob')
    const invited = await house().createChannel('agent')
    await invited.invite('bob')
    await house().createChannel('agent')
    await until(async () => (await service.channels()).length >= 2)
    const channels = new Map((await service.channels()).map(({ sid, status, createdBy }) => [sid, { status, createdBy }]))
    expect([...channels.keys()].toSorted()).toEqual([channel.sid, invited.sid].toSorted())
    expect(channels.get(channel.sid)).toEqual({ status: 'joined', createdBy: 'system' })
    expect(channels.get(invited.sid)).toEqual({ status: 'invited', createdBy: 'system' })
  })

  test('a Channel that we may not read is not found', async () => {
    const { service } = await visit('cleo')
    const foreign = await house().createChannel('agent')
    expect(await codeOf(service.channel(foreign.sid))).toEqual('channel-not-found')
    expect(await codeOf(service.channel(`CH${'0'.repeat(32)}`))).toEqual('channel-not-found')
  })

  test('an invitation is accepted by entering, and entering twice does no harm', async () => {
    const { service } = await visit('dan')
    const channel = await house().createChannel('agent')
    const added = heard(service, 'channelAdded', ({ sid }) => sid === channel.sid)
    await channel.invite('dan')
    expect(await added).toMatchObject({ status: 'invited' })
    expect(await service.enter(channel.sid)).toMatchObject({ sid: channel.sid, status: 'joined' })
    expect(await service.enter(channel.sid)).toMatchObject({ status: 'joined' })
  })

  test('nobody is let in without an invitation', async () => {
    const { service } = await visit('eve')
    const foreign = await house().createChannel('agent')
    expect(await codeOf(service.enter(foreign.sid))).toEqual('channel-not-found')
  })

  test('a Message that we send is answered with its index and comes back with our id', async () => {
    const { service, channel } = await visit('fay')
    const own = id()
    const echo = heard(service, 'messageAdded', ({ message }) => message.attributes['parlourId'] === own)
    const index = await service.sendMessage(channel.sid, 'Hello', { id: own, attributes: { mood: 'good' } })
    const { channelSid, message } = await echo
    expect(channelSid).toEqual(channel.sid)
    expect(message).toMatchObject({ index, author: 'fay', body: 'Hello', editedAt: null, media: [] })
    expect(message.attributes).toMatchObject({ mood: 'good', parlourId: own })
  })

  test('history comes in pages upwards, ascending, and what came later in one go', async () => {
    const { service, channel } = await visit('gus')
    const posted: number[] = []
    for (let at = 0; at < 7; at += 1) posted.push((await channel.post('agent', `m${at}`)).index)
    await until(async () => (await service.messages(channel.sid)).messages.length === 7)
    const newest = await service.messages(channel.sid, { limit: 3 })
    expect([newest.messages.map(({ body }) => body), newest.hasPrevious]).toEqual([['m4', 'm5', 'm6'], true])
    const older = await service.messages(channel.sid, { before: posted[4]!, limit: 30 })
    expect([older.messages.map(({ body }) => body), older.hasPrevious]).toEqual([['m0', 'm1', 'm2', 'm3'], false])
    const later = await service.messagesAfter(channel.sid, posted[3]!)
    expect(later.map(({ index }) => index)).toEqual(posted.slice(4))
    expect(await service.messagesAfter(channel.sid, posted[6]!)).toEqual([])
  })

  test('a deleted Message leaves a gap, over which paging goes', async () => {
    const { service, channel } = await visit('hal')
    const posted = []
    for (let at = 0; at < 4; at += 1) posted.push(await channel.post('agent', `m${at}`))
    await service.messages(channel.sid)
    const gone = heard(service, 'messageRemoved', ({ channelSid }) => channelSid === channel.sid)
    await channel.remove(posted[1]!.sid)
    expect(await gone).toEqual({ channelSid: channel.sid, sid: posted[1]!.sid, index: posted[1]!.index })
    expect((await service.messages(channel.sid)).messages.map(({ body }) => body)).toEqual(['m0', 'm2', 'm3'])
    expect((await service.messages(channel.sid, { limit: 2 })).hasPrevious).toEqual(true)
  })

  test('we edit and delete our own Messages, and those of nobody else', async () => {
    const { service, channel } = await visit('ida')
    const echo = heard(service, 'messageAdded')
    await service.sendMessage(channel.sid, 'Helo', { id: id() })
    const { message } = await echo
    const edited = heard(service, 'messageUpdated', (event) => event.message.body === 'Hello')
    await service.editMessage(channel.sid, message.sid, 'Hello')
    expect((await edited).message.editedAt !== null).toEqual(true)
    const foreign = await channel.post('agent', 'Mine')
    await until(async () => (await service.messages(channel.sid)).messages.length === 2)
    expect(await codeOf(service.editMessage(channel.sid, foreign.sid, 'Yours'))).toEqual('message-rejected')
    const removed = heard(service, 'messageRemoved')
    await service.removeMessage(channel.sid, message.sid)
    expect(await removed).toMatchObject({ sid: message.sid, index: message.index })
  })

  test('we hear when we are added and removed, and when a Channel goes', async () => {
    const { service, channel } = await visit('jan')
    const other = await house().createChannel('agent')
    const added = heard(service, 'channelAdded', ({ sid }) => sid === other.sid)
    await other.addMember('jan')
    expect(await added).toMatchObject({ status: 'joined', createdBy: 'system' })
    const removed = heard(service, 'channelRemoved', ({ sid }) => sid === other.sid)
    await other.removeMember('jan')
    await removed
    const deleted = heard(service, 'channelRemoved', ({ sid }) => sid === channel.sid)
    await channel.delete()
    await deleted
    expect(await codeOf(service.sendMessage(channel.sid, 'Hello?', { id: id() }))).toEqual('channel-not-found')
  })

  test('the Members are known, and typing is told to the others only', async () => {
    const { service, channel } = await visit('kim')
    const agent = await house().connect('agent')
    expect((await service.members(channel.sid)).map(({ identity }) => identity).toSorted()).toEqual(['agent', 'kim'])
    await agent.members(channel.sid)
    const typing = heard(service, 'typing', (event) => event.typing)
    await agent.typing(channel.sid)
    expect(await typing).toMatchObject({ channelSid: channel.sid, identity: 'agent' })
  })

  test('a kick brings a connection on which everything goes on', async () => {
    const { service, channel } = await visit('leo')
    await service.messages(channel.sid)
    await service.kick()
    expect(service.connection).toEqual('connected')
    const live = heard(service, 'messageAdded', ({ message }) => message.body === 'Still there?')
    await channel.post('agent', 'Still there?')
    expect(await live).toMatchObject({ channelSid: channel.sid })
  })

  test('a listener that was taken off hears nothing, and may be taken off twice', async () => {
    const { service, channel } = await visit('mia')
    // An adapter may listen to a Channel only once somebody reads it.
    await service.messages(channel.sid)
    let count = 0
    const off = service.on('messageAdded', () => void (count += 1))
    off()
    off()
    const live = heard(service, 'messageAdded')
    await channel.post('agent', 'Hello')
    await live
    expect(count).toEqual(0)
  })

  test('after the shutdown, which may come twice, there is no connection and every call says so', async () => {
    const { service, channel } = await visit('ned')
    await service.shutdown()
    await service.shutdown()
    expect(service.connection).toEqual('disconnected')
    expect((await codeOf(service.messages(channel.sid))) === null).toEqual(false)
  })
}

/** The code with which `work` fails; null when it does not; an error that is no ChatError breaks the contract. */
async function codeOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work
    return null
  } catch (error) {
    if (error instanceof ChatError) return error.code
    throw error
  }
}

const PATIENCE_MS = 5_000

/** The next event of this name that fits. */
function heard<Name extends keyof ChatServiceEvents>(
  service: ChatService,
  name: Name,
  fits: (event: ChatServiceEvents[Name]) => boolean = () => true,
): Promise<ChatServiceEvents[Name]> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      off()
      reject(new Error(`No ${name} within ${PATIENCE_MS} ms`))
    }, PATIENCE_MS)
    const off = service.on(name, (event) => {
      if (!fits(event)) return
      clearTimeout(late)
      off()
      resolve(event)
    })
  })
}

/** What the service has stored may take a moment to reach us. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Not within ${PATIENCE_MS} ms`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
