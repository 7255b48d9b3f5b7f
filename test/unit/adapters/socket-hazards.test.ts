import { expect, onTestFinished, test, vi } from 'vitest'
import { decodePacket } from '../../../demo/chat-service/twilsock/frame.ts'
import { OWN_ID } from '../../../src/adapters/mutation-id.ts'
import { open } from '../../../src/adapters/open.ts'
import { createSocket } from '../../../src/adapters/twilsock.ts'
import type { Socket } from '../../../src/adapters/twilsock.ts'
import { inWindow, simulate } from '../../faults/level0/globals.ts'
import { CHANNEL_SID, createHouse } from '../../faults/level0/house.ts'
import { createNetwork } from '../../faults/level0/network.ts'
import { createSdk } from '../../faults/level0/sdk.ts'
import { createService } from '../../faults/level0/service.ts'
import { makeToken } from '../../faults/level0/tokens.ts'
import { createWorld } from '../../faults/level0/world.ts'
import { seeded } from '../../support/random.ts'

/*
 * What the vendor's client does to whoever trusts it, each found in its code and measured once. Here it runs as it is, over
 * a network and on a clock that are ours.
 */

const HOUR_MS = 3_600_000
const CONFIGURATION = 'https://chat/Configuration'
const MESSAGES = `https://chat/Channels/${CHANNEL_SID}/Messages`

const serialOf = (token: string): number =>
  Number((JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { jti: string }).jti.replace('SK-', ''))

/** A visitor's socket, in virtual time; its first token is number 1. */
function visitor() {
  const random = seeded(1)
  const world = createWorld()
  const owner = { alive: true, moments: 0 }
  const house = createHouse(world, random, { honours: true })
  const service = createService(world, house, random)
  /** Serials of the tokens that reached the service, the last one last. */
  const tokens: number[] = []
  /** When each attempt to connect was made, ms. */
  const dials: number[] = []
  const troubleDialling: (() => void)[] = []
  const network = createNetwork(world, owner, (peer) => {
    const listener = service.accept('visitor')(peer)
    return {
      closed: listener.closed,
      packet(bytes) {
        const decoded = decodePacket(bytes)
        const { token } = decoded.ok ? (decoded.packet.header as { token?: unknown }) : {}
        if (typeof token === 'string') tokens.push(serialOf(token))
        listener.packet(bytes)
      },
    }
  })
  const window = new EventTarget()
  onTestFinished(
    simulate({
      world,
      random,
      dial() {
        dials.push(world.elapsed)
        troubleDialling.shift()?.()
        return network.dial()
      },
    }),
  )
  const token = (serial: number): string => makeToken('visitor', world.wall, HOUR_MS, serial)
  const clock = world.clock(owner, () => 0)
  const socket = inWindow(window, () => createSocket(token(1), { url: 'wss://chat', type: 'chat', registrations: [], clock, random }))
  const heard: string[] = []
  socket.on('connection', (connection) => heard.push(connection))
  socket.on('tokenExpired', () => heard.push('tokenExpired'))
  return {
    world,
    owner,
    house,
    service,
    network,
    random,
    clock,
    window,
    socket,
    token,
    tokens,
    dials,
    heard,
    troubleDialling,
    act: (work: () => void): Promise<void> => world.act(owner, work),
    /** Begins `work`, and tells what became of it, and after how many ms. */
    async watch(work: () => Promise<unknown>) {
      const begun = world.elapsed
      const seen: { outcome: string; ms: number | null } = { outcome: 'nothing yet', ms: null }
      const settle = (outcome: string): void => void Object.assign(seen, { outcome, ms: world.elapsed - begun })
      await world.act(owner, () => {
        work().then(
          () => settle('done'),
          (error: Error) => settle(error.message),
        )
      })
      return seen
    },
    renew(serial: number): () => Promise<void> {
      const jwt = token(serial)
      return () => socket.renew(jwt, (next) => socket.client.updateToken(next))
    },
  }
}

async function connected() {
  const made = visitor()
  await made.act(() => made.socket.dial())
  await made.world.pass(1_000)
  await made.act(() => made.socket.guard())
  expect(made.socket.connection).toBe('connected')
  made.heard.length = 0
  return made
}

const post =
  ({ socket }: Pick<Awaited<ReturnType<typeof connected>>, 'socket'>, id: string) =>
  (): Promise<unknown> =>
    socket.client.post(
      MESSAGES,
      { 'Content-Type': 'application/json', 'X-Twilio-Mutation-Id': crypto.randomUUID() },
      JSON.stringify({
        body: 'once',
        attributes: JSON.stringify({ [OWN_ID]: id }),
      }) as never,
    )

test('a Message whose answer was lost, sent once more under its id, is stored once', async () => {
  const made = await connected()
  const { house, service, world, watch } = made
  service.troubles.arm('send', { kind: 'done-lost' }, 1)
  const first = await watch(post(made, '0b5d1c1e-7f6b-4c7e-9d0a-1f2e3d4c5b6a'))
  await world.pass(3_000)
  expect(first.outcome).toBe('The connection was lost')
  await watch(post(made, '0b5d1c1e-7f6b-4c7e-9d0a-1f2e3d4c5b6a'))
  await world.pass(1_000)
  expect(house.messages.map(({ body }) => body)).toEqual(['once'])
})

test('a half-open socket is dropped when an answer is 9 s late, and the next one is there at once', async () => {
  const made = await connected()
  made.network.cut('both')
  const sending = await made.watch(post(made, crypto.randomUUID()))
  await made.world.pass(9_800)
  expect(sending).toMatchObject({ outcome: 'No answer in time' })
  expect(made.heard).toEqual(['connecting', 'connected'])
})

test('what is under way when the device goes offline fails at once, where the client would wait for half a minute', async () => {
  const made = await connected()
  made.service.troubles.arm('send', { kind: 'silent' }, 1)
  const sending = await made.watch(post(made, crypto.randomUUID()))
  await made.world.pass(100)
  await made.act(() => made.window.dispatchEvent(new Event('offline')))
  await made.world.pass(100)
  expect(sending).toMatchObject({ outcome: 'The connection was lost' })
})

test('a Message is not handed to a client without a connection, which would keep it for 20 s', async () => {
  const made = await connected()
  made.network.reach = 'refuse'
  made.network.cut('rst')
  await made.world.pass(100)
  expect(await made.watch(post(made, crypto.randomUUID()))).toEqual({ outcome: 'Not connected', ms: 0 })
})

test('close 410: denied, not lost; the next token heals it, though the client is in a state that takes none', async () => {
  const made = await connected()
  made.service.sendClose(410)
  await made.world.pass(50)
  expect(made.heard).toContain('tokenExpired')
  expect(made.socket.connection).toBe('denied')
  const renewal = await made.watch(made.renew(2))
  await made.world.pass(100)
  expect(renewal.outcome).toBe('done')
  expect([made.socket.connection, made.tokens.at(-1)]).toEqual(['connected', 2])
})

test('until there is another token, a connection that ended over the old one is not tried in vain', async () => {
  const made = await connected()
  made.service.sendClose(410)
  await made.world.pass(20_000)
  expect(made.dials).toHaveLength(1)
})

test('the very token that the service would not answer about is brought to it all the same, not just said to be there', async () => {
  const made = await connected()
  const renew = made.renew(2)
  made.network.cut('rst')
  made.network.reach = 'refuse'
  await made.world.pass(100)
  const first = await made.watch(renew)
  await made.world.pass(10_000)
  expect(first.outcome).toContain('No connection')
  made.network.reach = 'up'
  const again = await made.watch(renew)
  await made.world.pass(100)
  expect([again.outcome, made.tokens.at(-1)]).toEqual(['done', 2])
})

test('a token that comes while the client introduces itself with the last one reaches the service', async () => {
  const made = await connected()
  made.service.troubles.arm('init', { kind: 'held', ms: 1_000 }, 1)
  made.network.cut('rst')
  await made.world.pass(5_000, () => made.tokens.length === 2)
  const renewal = await made.watch(made.renew(2))
  await made.world.pass(3_000)
  expect([renewal.outcome, made.tokens.at(-1), made.socket.connection]).toEqual(['done', 2, 'connected'])
})

test('a renewal without an answer goes through after 9 s, and nothing is thrown', async () => {
  const made = await connected()
  made.service.troubles.arm('update', { kind: 'silent' }, 1)
  const renewal = await made.watch(made.renew(2))
  await made.world.pass(9_500)
  expect([renewal.outcome, made.tokens.at(-1), made.socket.connection]).toEqual(['done', 2, 'connected'])
  await made.world.pass(60_000)
  expect(made.world.errors).toEqual([])
})

test('an attempt of which the client says that it was the last is followed by another, and that is what counts', async () => {
  const made = await connected()
  const last: boolean[] = []
  made.socket.client.on('connectionError', ({ terminal }: { terminal: boolean }) => last.push(terminal))
  made.service.troubles.arm('init', { kind: 'lost' }, 1)
  made.network.cut('rst')
  await made.world.pass(5_000)
  expect(last).toEqual([true])
  expect(made.heard).toEqual(['connecting', 'connected'])
})

test('after an outage of two minutes it is back within 12 s by itself, and at once when somebody asks', async () => {
  for (const asked of [false, true]) {
    const made = await connected()
    made.network.cut('rst')
    made.network.reach = 'refuse'
    await made.world.pass(120_000)
    made.network.reach = 'up'
    if (asked) await made.watch(() => made.socket.probe({ quietMs: 0, withinMs: 100 }))
    await made.world.pass(asked ? 200 : 12_000)
    expect(made.socket.connection).toBe('connected')
  }
})

test('an attempt that hangs is cut after 8 s and made again', async () => {
  const made = await connected()
  made.network.reach = 'hang'
  made.network.cut('rst')
  await made.world.pass(1_000)
  made.network.reach = 'up'
  await made.world.pass(8_500)
  expect(made.socket.connection).toBe('connected')
})

test('a browser that refuses to make a socket is asked again', async () => {
  const made = await connected()
  made.troubleDialling.push(() => {
    throw new Error('SecurityError')
  })
  made.network.cut('rst')
  await made.world.pass(10_000)
  expect([made.dials.length, made.socket.connection]).toEqual([3, 'connected'])
})

test('close 308 costs less than half a second, not the three that the client waits', async () => {
  const made = await connected()
  made.service.sendClose(308)
  await made.world.pass(450)
  expect(made.heard).toEqual(['connecting', 'connected'])
})

test.each([406, 417])('close %i is told as the end of this client: only another comes back from it', async (code) => {
  const made = await connected()
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
  made.service.sendClose(code)
  await made.world.pass(30_000)
  expect([made.socket.connection, made.dials.length, printed.mock.calls]).toEqual(['disconnected', 1, []])
  expect(await made.watch(() => made.socket.kick())).toMatchObject({ outcome: expect.stringContaining('ended the connection for good') })
})

test('after the end it listens to nothing of the page, and waits for nothing', async () => {
  const made = visitor()
  const gone = vi.spyOn(made.window, 'removeEventListener')
  await made.act(() => made.socket.dial())
  await made.world.pass(1_000)
  const scope = globalThis as { window?: unknown }
  scope.window = made.window
  onTestFinished(() => void delete scope.window)
  const closing = await made.watch(() => made.socket.close())
  await made.world.pass(5_000)
  expect(closing.outcome).toBe('done')
  expect(gone.mock.calls.map(([type]) => type).toSorted()).toEqual(['offline', 'online'])
  await made.act(() => made.window.dispatchEvent(new Event('online')))
  await made.world.pass(60_000)
  expect([made.dials.length, made.network.sockets, made.world.waiting(made.owner)]).toEqual([1, 0, 0])
})

test('a client that could not start is thrown away: it does not dial again behind our back', async () => {
  const { network, world, owner, random, clock, watch, token } = visitor()
  network.reach = 'refuse'
  const sdk = { type: 'chat', register: () => {}, speak: (_token: string, socket: Socket) => createSdk(socket, clock, random) } as const
  const opening = await watch(() => open(token(1), { url: 'wss://chat', signal: new AbortController().signal }, sdk))
  await world.pass(1_000)
  expect(opening.outcome).toContain('it cannot be reached')
  network.reach = 'up'
  await world.pass(60_000)
  expect([network.sockets, world.waiting(owner)]).toEqual([0, 0])
})

test('a Message that is sent before anything was read comes back as an event, too', async () => {
  const { world, random, clock, watch, act, token, house } = visitor()
  const sdk = { type: 'chat', register: () => {}, speak: (_token: string, socket: Socket) => createSdk(socket, clock, random) } as const
  const heard: string[] = []
  const sending = await watch(async () => {
    const service = await open(token(1), { url: 'wss://chat', signal: new AbortController().signal }, sdk)
    service.on('messageAdded', ({ message }) => heard.push(message.body))
    return service.sendMessage(CHANNEL_SID, 'first of all', { id: crypto.randomUUID() })
  })
  await world.pass(1_000)
  expect(sending.outcome).toBe('done')
  await act(() => void house.post('agent', 'and an answer', '{}', null))
  await world.pass(1_000)
  expect(heard).toEqual(['first of all', 'and an answer'])
})

test('an end in the middle of whatever state is an end within 4 s', async () => {
  const made = await connected()
  made.service.sendClose(401)
  await made.world.pass(15)
  const closing = await made.watch(() => made.socket.close())
  await made.world.pass(4_000)
  expect(closing.outcome).toBe('done')
  expect(made.network.sockets).toBe(0)
})

test('an end while it is dropped to be dialled again ends both, though the client tells only the second of them', async () => {
  const made = await connected()
  const kicking = await made.watch(() => made.socket.kick())
  const closing = await made.watch(() => made.socket.close())
  await made.world.pass(4_000)
  expect([kicking.outcome, closing.outcome]).toEqual(['Closed', 'done'])
  expect(made.network.sockets).toBe(0)
})

test('whatever happens, nothing is printed: the client would print the Access Token', async () => {
  const printed = (['trace', 'debug', 'info', 'log', 'warn', 'error'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(() => {}),
  )
  const made = await connected()
  await made.watch(made.renew(2))
  await made.watch(() => made.socket.client.get(CONFIGURATION, {}))
  await made.world.pass(100)
  made.service.sendClose(410)
  await made.world.pass(1_000)
  expect(printed.flatMap(({ mock }) => mock.calls)).toEqual([])
})
