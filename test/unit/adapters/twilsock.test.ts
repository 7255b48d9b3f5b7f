import { expect, onTestFinished, test } from 'vitest'
import { createSocket } from '../../../src/adapters/twilsock.ts'
import { createHouse } from '../../faults/level0/house.ts'
import { createNetwork } from '../../faults/level0/network.ts'
import { createService } from '../../faults/level0/service.ts'
import { makeToken } from '../../faults/level0/tokens.ts'
import { simulate } from '../../faults/level0/globals.ts'
import { createWorld } from '../../faults/level0/world.ts'
import { seeded } from '../../support/random.ts'

/** A socket of the vendor's client, connected in virtual time. */
async function connected() {
  const random = seeded(1)
  const world = createWorld()
  const owner = { alive: true, moments: 0 }
  const service = createService(world, createHouse(world, random, { honours: true }), random)
  const network = createNetwork(world, owner, service.accept('visitor'))
  onTestFinished(simulate({ world, random, dial: network.dial }))
  const clock = world.clock(owner, () => 0)
  const token = (serial: number): string => makeToken('visitor', world.wall, 3_600_000, serial)
  const socket = createSocket(token(1), { url: 'wss://chat', type: 'chat', registrations: [], clock, random })
  await world.act(owner, () => socket.dial())
  await world.pass(1_000)
  expect(socket.connection).toBe('connected')
  const act = (work: () => Promise<unknown>): Promise<void> => world.act(owner, () => void work().catch(() => {}))
  return { world, owner, network, socket, token, act }
}

test('a renewal that had to wait for another does not open a connection that was closed meanwhile', async () => {
  const { world, owner, network, socket, token, act } = await connected()
  await act(() => socket.close())
  await act(() => socket.renew(token(2), (next) => socket.client.updateToken(next)))
  await world.pass(60_000)
  expect([network.sockets, world.waiting(owner)]).toEqual([0, 0])
})
