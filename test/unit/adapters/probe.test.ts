import { expect, onTestFinished, test } from 'vitest'
import { decodePacket } from '../../../demo/chat-service/twilsock/frame.ts'
import { createSocket } from '../../../src/adapters/twilsock.ts'
import { simulate } from '../../faults/level0/globals.ts'
import { createHouse } from '../../faults/level0/house.ts'
import { createNetwork } from '../../faults/level0/network.ts'
import { createService } from '../../faults/level0/service.ts'
import { makeToken } from '../../faults/level0/tokens.ts'
import { createWorld } from '../../faults/level0/world.ts'
import { seeded } from '../../support/random.ts'

/** A connection of the vendor's client that has asked for its configuration, in virtual time. */
async function connected() {
  const random = seeded(1)
  const world = createWorld()
  const owner = { alive: true, moments: 0 }
  const service = createService(world, createHouse(world, random, { honours: true }), random)
  let requests = 0
  let dials = 0
  const network = createNetwork(world, owner, (peer) => {
    const listener = service.accept('visitor')(peer)
    return {
      closed: listener.closed,
      packet(bytes) {
        const decoded = decodePacket(bytes)
        if (decoded.ok && decoded.packet.header.method === 'message') requests += 1
        listener.packet(bytes)
      },
    }
  })
  onTestFinished(
    simulate({
      world,
      random,
      dial() {
        dials += 1
        return network.dial()
      },
    }),
  )
  const clock = world.clock(owner, () => 0)
  const token = makeToken('visitor', world.wall, 3_600_000, 1)
  const socket = createSocket(token, { url: 'wss://chat', type: 'chat', registrations: [], clock, random })
  const act = (work: () => Promise<unknown>): Promise<void> => world.act(owner, () => void work().catch(() => {}))
  await act(async () => socket.dial())
  await world.pass(1_000)
  await act(async () => {
    socket.guard()
    await socket.client.get('https://chat/Configuration', {})
  })
  await world.pass(1_000)
  expect([socket.connection, requests, dials]).toEqual(['connected', 1, 1])
  return {
    world,
    network,
    socket,
    act,
    requests: () => requests,
    dials: () => dials,
    /** `count` probes at once; how many of them are done so far. */
    async probe(count: number, quietMs: number, withinMs: number) {
      const seen = { done: 0 }
      await world.act(owner, () => {
        for (let made = 0; made < count; made += 1) {
          socket.probe({ quietMs, withinMs }).then(
            () => void (seen.done += 1),
            () => {},
          )
        }
      })
      return seen
    },
  }
}

test('a thousand probes at once ask once, what the client itself asks for first, and one answer is all they need', async () => {
  const made = await connected()
  const probes = await made.probe(1_000, 0, 2_000)
  await made.world.pass(1_000)
  expect([probes.done, made.requests(), made.dials()]).toEqual([1_000, 2, 1])
})

test('nobody is asked while something was heard of late, and somebody when nothing was', async () => {
  const made = await connected()
  const early = await made.probe(1, 20_000, 8_000)
  await made.world.pass(100)
  expect([early.done, made.requests()]).toEqual([1, 1])
  await made.world.pass(25_000)
  const late = await made.probe(1, 20_000, 8_000)
  await made.world.pass(1_000)
  expect([late.done, made.requests()]).toEqual([1, 2])
})

test('a dead socket is replaced at the first deadline of all who asked, once', async () => {
  const made = await connected()
  made.network.cut('both')
  const patient = await made.probe(1, 0, 8_000)
  const hurried = await made.probe(3, 0, 2_000)
  await made.world.pass(1_900)
  expect(made.dials()).toBe(1)
  await made.world.pass(1_000)
  expect([patient.done, hurried.done, made.dials(), made.socket.connection]).toEqual([1, 3, 2, 'connected'])
})

test('an attempt that hangs since before the network came back is given up for a new one; what has just begun is not', async () => {
  const made = await connected()
  made.network.reach = 'hang'
  made.network.cut('rst')
  await made.world.pass(4_000)
  made.network.reach = 'up'
  const before = made.dials()
  const probes = await made.probe(1, 0, 2_000)
  for (let more = 0; more < 20; more += 1) {
    await made.world.pass(5)
    await made.probe(1, 0, 2_000)
  }
  await made.world.pass(1_000)
  expect([probes.done, made.socket.connection]).toEqual([1, 'connected'])
  expect(made.dials() - before).toBe(1)
})
