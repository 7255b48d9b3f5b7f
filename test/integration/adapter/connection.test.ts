import { randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { sdks, useHouse } from './house.ts'
import type { House, Visit } from './house.ts'

const never = new AbortController().signal
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const states = ({ events }: Visit, from = 0): unknown[] =>
  events
    .slice(from)
    .filter(({ name }) => name === 'connection')
    .map(({ event }) => event)

async function timed(work: Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work
  return performance.now() - start
}

/** Messages that arrive, from both ends, prove that a connection is whole. */
async function isWhole(visit: Visit, room: { readonly sid: string; say(body: string, from: string): Promise<unknown> }): Promise<void> {
  const from = visit.events.length
  const word = randomUUID()
  await room.say(word, 'house')
  await visit.next('messageAdded', ({ message }) => message.body === word, from)
  await visit.chat.sendMessage(room.sid, `re ${word}`, { id: randomUUID() })
  await visit.next('messageAdded', ({ message }) => message.body === `re ${word}`, from)
}

describe.each(Object.entries(sdks))('%s', (_name, connect) => {
  let house: House
  useHouse((open) => (house = open), connect)

  test.each([
    ['a token of another key', () => `${house.token('ann').slice(0, -4)}AAAA`],
    ['no token at all', () => 'x.y.z'],
  ])('%s is refused, with the reason of the service', async (_what, token) => {
    await expect(connect(token(), { url: house.url, signal: never })).rejects.toMatchObject({ code: 'connection-denied', retryable: false })
  })

  test('an expired token is refused at once', async () => {
    const token = house.token('bob')
    const { chat } = await house.visit('bob')
    const other = await connect(token, { url: house.url, signal: never })
    house.faults.expireToken('bob')
    await other.shutdown()
    await chat.shutdown()
    expect(
      await timed(expect(connect(token, { url: house.url, signal: never })).rejects.toMatchObject({ code: 'connection-denied' })),
    ).toBeLessThan(1_000)
  })

  test('a service that cannot be reached is a failure to try again', async () => {
    await expect(connect(house.token('cat'), { url: 'ws://127.0.0.1:1/twilsock', signal: never })).rejects.toMatchObject({
      code: 'connection-failed',
      retryable: true,
    })
  })

  test('a service that takes the call and says nothing is given up after 8 s', async () => {
    const mute = createServer((socket) => socket.on('error', () => {}))
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
    const { port } = mute.address() as AddressInfo
    const ms = await timed(
      expect(connect(house.token('dan'), { url: `ws://127.0.0.1:${port}/twilsock`, signal: never })).rejects.toMatchObject({
        code: 'connection-failed',
      }),
    )
    expect(ms).toBeGreaterThan(7_500)
    expect(ms).toBeLessThan(9_000)
    mute.close()
  })

  test('one who gives up while it connects gets his own reason, and leaves no socket', async () => {
    const gone = new AbortController()
    const connecting = connect(house.token('eve'), { url: house.url, signal: gone.signal })
    gone.abort('changed my mind')
    await expect(connecting).rejects.toBe('changed my mind')
    await pause(200)
    expect(house.faults.sockets().filter(({ identity }) => identity === 'eve')).toEqual([])
  })

  test('a renewal on a live socket keeps the socket', async () => {
    const room = await house.room('fay')
    const fay = await house.visit('fay')
    await fay.chat.messages(room.sid)
    const before = house.faults.sockets().find(({ identity }) => identity === 'fay')
    await fay.chat.updateToken(house.token('fay', 7_200))
    const after = house.faults.sockets().find(({ identity }) => identity === 'fay')
    expect(after?.connectedAt).toBe(before?.connectedAt)
    expect(after?.tokenExpiresAt).toBeGreaterThan((before?.tokenExpiresAt ?? 0) + 1_800_000)
    const next = house.token('fay', 9_000)
    await Promise.all([fay.chat.updateToken(next), fay.chat.updateToken(next)])
    expect(states(fay)).toEqual([])
    await isWhole(fay, room)
  })

  test('the service expires the token: denied, and a new token heals it', async () => {
    const room = await house.room('gus')
    const gus = await house.visit('gus')
    await gus.chat.messages(room.sid)
    house.faults.expireToken('gus')
    await gus.next('tokenExpired')
    await gus.next('connection', (state) => state === 'denied')
    await expect(gus.chat.sendMessage(room.sid, 'now', { id: randomUUID() })).rejects.toMatchObject({ code: 'network', retryable: true })
    await room.say('while away', 'house')
    expect(await timed(gus.chat.updateToken(house.token('gus')))).toBeLessThan(500)
    expect(gus.chat.connection).toBe('connected')
    await gus.next('messageAdded', ({ message }) => message.body === 'while away')
    await isWhole(gus, room)
  })

  test('close 410: denied at once, no three seconds of nothing; a new token heals it', async () => {
    const room = await house.room('hal')
    const hal = await house.visit('hal')
    await hal.chat.messages(room.sid)
    house.faults.close('hal', 410)
    await hal.next('tokenExpired')
    expect(hal.chat.connection).toBe('denied')
    expect(await timed(hal.chat.updateToken(house.token('hal')))).toBeLessThan(500)
    await isWhole(hal, room)
  })

  test.each([308, 401, 500])('close %i is healed within half a second', async (code) => {
    const name = `ida${code}`
    const room = await house.room(name)
    const ida = await house.visit(name)
    await ida.chat.messages(room.sid)
    house.faults.close(name, code)
    const ms = await timed(ida.next('connection', (state) => state === 'connected'))
    expect(ms).toBeLessThan(500)
    expect(states(ida)).toEqual(['connecting', 'connected'])
    await isWhole(ida, room)
  })

  test.each([406, 417])('close %i is final: the service says so, and a new one works', async (code) => {
    const name = `jim${code}`
    const jim = await house.visit(name)
    house.faults.close(name, code)
    await jim.next('connection', (state) => state === 'disconnected')
    await expect(jim.chat.kick()).rejects.toMatchObject({ code: 'connection-failed', retryable: true })
    await jim.chat.shutdown()
    expect((await house.visit(name)).chat.connection).toBe('connected')
  })

  test('a renewal that the service refuses is denied; the next token heals it', async () => {
    const room = await house.room('kim')
    const kim = await house.visit('kim')
    await kim.chat.messages(room.sid)
    await expect(kim.chat.updateToken(house.token('mallory'))).rejects.toMatchObject({ code: 'connection-denied' })
    expect(kim.chat.connection).toBe('denied')
    await kim.chat.updateToken(house.token('kim'))
    await isWhole(kim, room)
  })

  test('the socket is cut: it comes back by itself, with all that was missed, in order and once', async () => {
    const room = await house.room('leo')
    const leo = await house.visit('leo')
    await room.say('m0', 'house')
    await leo.chat.messages(room.sid)
    await pause(300)
    house.faults.drop('leo')
    for (let i = 1; i <= 10; i += 1) await room.say(`m${i}`, 'house')
    await leo.next('messageAdded', ({ message }) => message.body === 'm10')
    const bodies = leo.events.flatMap((seen) => (seen.name === 'messageAdded' ? [seen.event.message.body] : []))
    expect(bodies).toEqual(Array.from({ length: 10 }, (_, i) => `m${i + 1}`))
    expect(states(leo)).toEqual(['connecting', 'connected'])
    await isWhole(leo, room)
  })

  test('a half-open socket: a kick brings all that was missed in a moment', async () => {
    const room = await house.room('meg')
    const meg = await house.visit('meg')
    await meg.chat.messages(room.sid)
    await pause(300)
    house.faults.freeze('meg', true)
    for (let i = 0; i < 5; i += 1) await room.say(`m${i}`, 'house')
    expect(await timed(meg.chat.kick())).toBeLessThan(500)
    await meg.next('messageAdded', ({ message }) => message.body === 'm4')
    expect(await meg.chat.messagesAfter(room.sid, -1)).toHaveLength(5)
    await isWhole(meg, room)
  })

  test('a send into a half-open socket fails within 10 s, retryable, and the socket is replaced', async () => {
    const room = await house.room('ned')
    const ned = await house.visit('ned')
    await ned.chat.messages(room.sid)
    await pause(300)
    house.faults.freeze('ned', true)
    const id = randomUUID()
    const ms = await timed(
      expect(ned.chat.sendMessage(room.sid, 'hello?', { id })).rejects.toMatchObject({ code: 'network', retryable: true }),
    )
    expect(ms).toBeLessThan(10_000)
    await ned.next('connection', (state) => state === 'connected')
    expect(await ned.chat.sendMessage(room.sid, 'hello?', { id })).toBe(0)
    house.faults.reset()
    await pause(100)
    expect(await room.bodies()).toEqual(['hello?'])
  }, 20_000)

  test('a renewal on a half-open socket goes through all the same', async () => {
    const room = await house.room('obi')
    const obi = await house.visit('obi')
    await obi.chat.messages(room.sid)
    house.faults.freeze('obi', true)
    await obi.chat.updateToken(house.token('obi', 9_000))
    expect(obi.chat.connection).toBe('connected')
    await isWhole(obi, room)
  }, 20_000)

  test('a Message whose answer is lost, sent again under its id, is stored once and has its index', async () => {
    const room = await house.room('pam')
    const pam = await house.visit('pam')
    await pam.chat.messages(room.sid)
    house.faults.loseAnswers('pam')
    const id = randomUUID()
    await expect(pam.chat.sendMessage(room.sid, 'once', { id })).rejects.toMatchObject({ code: 'network', retryable: true })
    await pam.next('connection', (state) => state === 'connected')
    expect(await pam.chat.sendMessage(room.sid, 'once', { id })).toBe(0)
    expect(await room.bodies()).toEqual(['once'])
    const { message } = await pam.next('messageAdded')
    expect(message).toMatchObject({ body: 'once', attributes: { parlourId: id } })
  })

  test('the service tells that a token is about to expire, and that it has', async () => {
    // Tokens count whole seconds. Two thirds of a short life, but for what a timer is early.
    const told = (Math.floor(Date.now() / 1_000) + 2) * 1_000 - 5
    const visit = await house.visit('quin', 3)
    await visit.next('tokenExpiring')
    expect(Date.now()).toBeGreaterThanOrEqual(told)
    expect(states(visit)).toEqual([])
    await visit.next('tokenExpired')
    expect(visit.chat.connection).toBe('denied')
    await visit.chat.updateToken(house.token('quin'))
    expect(visit.chat.connection).toBe('connected')
  })

  test('cut again and again while it reads: every read ends well, and nothing is left unhandled', async () => {
    const rooms = [await house.room('tom', 'una'), await house.room('tom')]
    for (let i = 0; i < 40; i += 1) await rooms[0]?.say(`m${i}`, 'una')
    const tom = await house.visit('tom')
    const cutting = new AbortController()
    const cuts = (async () => {
      for (let i = 0; !cutting.signal.aborted; i += 1) {
        await pause(20 + ((i * 61) % 100))
        house.faults.drop('tom')
      }
    })()
    const losses = (): number => states(tom).filter((state) => state === 'connecting').length
    for (let i = 0; losses() < 6; i = (i + 1) % 12) {
      await Promise.all(rooms.map(({ sid }) => tom.chat.messages(sid, { limit: 5, before: 40 - i })))
      expect(await tom.chat.messagesAfter(rooms[0]?.sid ?? '', i * 3)).toHaveLength(39 - i * 3)
      expect(await tom.chat.members(rooms[0]?.sid ?? '')).toHaveLength(2)
    }
    cutting.abort()
    await cuts
    await expect.poll(() => tom.chat.connection).toBe('connected')
    if (rooms[0]) await isWhole(tom, rooms[0])
  })

  test('kicks at the same time are one', async () => {
    const rob = await house.visit('rob')
    await Promise.all([rob.chat.kick(), rob.chat.kick(), rob.chat.kick()])
    expect(states(rob)).toEqual(['connecting', 'connected'])
    expect(house.faults.sockets().filter(({ identity }) => identity === 'rob')).toHaveLength(1)
  })

  test('what is under way at shutdown ends, nothing comes after it, and twice is once', async () => {
    const room = await house.room('sue')
    const sue = await house.visit('sue')
    house.faults.freeze('sue', true)
    const pending = sue.chat.messages(room.sid)
    const refused = expect(pending).rejects.toMatchObject({ code: 'not-ready' })
    expect(await timed(Promise.all([sue.chat.shutdown(), sue.chat.shutdown()]))).toBeLessThan(4_500)
    await refused
    expect(sue.chat.connection).toBe('disconnected')
    await expect(sue.chat.channels()).rejects.toMatchObject({ code: 'not-ready' })
    const told = sue.events.length
    house.faults.reset()
    await pause(300)
    expect(sue.events).toHaveLength(told)
  })
})
