import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Cursor, Page, PageRequest } from '../../../demo/chat-service/domain/types.ts'
import { createWorld, openRoom, statusOf, system } from './setup.ts'

/** Walk a list to its end, `between` each two pages doing something. */
function walk<T>(read: (page: PageRequest) => Page<T>, limit: number, order: 'asc' | 'desc', between: () => void = () => undefined): T[][] {
  const pages: T[][] = []
  let cursor: Cursor | undefined
  for (;;) {
    const page = read({ limit, order, cursor })
    pages.push([...page.items])
    if (!page.next) return pages
    cursor = page.next
    between()
  }
}

test('pages hold as many as asked, and the last one says that it is the last', () => {
  const { instance } = createWorld()
  const room = openRoom({ instance })
  for (let n = 0; n < 5; n++) instance.messages.create(system, room, { body: String(n) })
  const bodies = (order: 'asc' | 'desc', limit: number): string[][] =>
    walk((page) => instance.messages.list(system, room, page), limit, order).map((page) => page.map(({ body }) => body))
  expect(bodies('asc', 2)).toEqual([['0', '1'], ['2', '3'], ['4']])
  expect(bodies('desc', 2)).toEqual([['4', '3'], ['2', '1'], ['0']])
  expect(bodies('asc', 5)).toEqual([['0', '1', '2', '3', '4']])
  const first = instance.messages.list(system, room, { limit: 2 })
  expect(first.previous).toBeNull()
})

test('the way back leads over the same pages', () => {
  const { instance } = createWorld()
  const room = openRoom({ instance })
  for (let n = 0; n < 5; n++) instance.messages.create(system, room, { body: String(n) })
  for (const order of ['asc', 'desc'] as const) {
    const read = (cursor?: Cursor | null): Page<{ index: number }> =>
      instance.messages.list(system, room, { limit: 2, order, cursor: cursor ?? undefined })
    const first = read()
    const second = read(first.next)
    const third = read(second.next)
    expect(third.next).toBeNull()
    expect(read(third.previous)).toEqual(second)
    expect(read(second.previous)).toEqual(first)
  }
})

test('an empty list has no neighbours, and a page past the end leads back', () => {
  const { instance } = createWorld()
  const room = openRoom({ instance })
  expect(instance.messages.list(system, room, { limit: 3 })).toEqual({ items: [], next: null, previous: null })
  instance.messages.create(system, room, { body: 'x' })
  const past = instance.messages.list(system, room, { limit: 3, cursor: { after: 0 } })
  expect(past.items).toEqual([])
  expect(instance.messages.list(system, room, { limit: 3, cursor: past.previous ?? undefined }).items).toHaveLength(1)
})

test('a page size that is no size is refused', () => {
  const { instance } = createWorld()
  const room = openRoom({ instance })
  for (const limit of [0, -1, 1.5, Number.NaN, 1_001])
    expect(
      statusOf(() => instance.messages.list(system, room, { limit })),
      String(limit),
    ).toBe(400)
})

test('while rows come and go, what stays is read once each and in order', () => {
  const world = createWorld()
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom('asc' as const, 'desc' as const),
      fc.array(fc.oneof(fc.constant('add' as const), fc.nat(20)), { maxLength: 12 }),
      (size, limit, order, changes) => {
        const { instance } = world
        const room = openRoom({ instance })
        const there = new Map<number, string>()
        const add = (): void => {
          const { index, sid } = instance.messages.create(system, room, { body: '' })
          there.set(index, sid)
        }
        for (let n = 0; n < size; n++) add()
        const atStart = [...there.keys()]
        const queue = [...changes]
        const seen = walk(
          (page) => instance.messages.list(system, room, page),
          limit,
          order,
          () => {
            const change = queue.shift()
            if (change === 'add') add()
            else if (change !== undefined) {
              const sid = there.get(change)
              if (sid !== undefined) instance.messages.remove(system, room, sid)
              there.delete(change)
            }
          },
        )
          .flat()
          .map(({ index }) => index)
        const sorted = [...new Set(seen)].sort((a, b) => (order === 'asc' ? a - b : b - a))
        expect(seen).toEqual(sorted)
        for (const index of atStart.filter((index) => there.has(index))) expect(seen).toContain(index)
      },
    ),
    { numRuns: 60 },
  )
})

test('Channels, Users, Members, Roles, Services and the Channels of a User are paged alike', () => {
  const { domain, instance } = createWorld()
  const rooms = Array.from({ length: 5 }, () => openRoom({ instance }, 'ann'))
  const room = rooms[0] ?? ''
  for (const identity of ['bob', 'eve', 'joe', 'zoe']) instance.members.create(system, room, { identity })
  for (let n = 0; n < 4; n++) domain.services.create({ friendlyName: String(n) })
  const count = <T>(read: (page: PageRequest) => Page<T>): number => walk(read, 2, 'asc').flat().length
  expect(count((page) => instance.channels.list(page))).toBe(5)
  expect(count((page) => instance.channels.list({ ...page, types: ['public'] }))).toBe(0)
  expect(count((page) => instance.channels.list({ ...page, types: ['public', 'private'] }))).toBe(5)
  expect(count((page) => instance.users.list(page))).toBe(5)
  expect(count((page) => instance.users.inChannel(system, room, page))).toBe(5)
  expect(count((page) => instance.members.list(system, room, page))).toBe(5)
  expect(
    instance.members.list(system, room, { limit: 9, identities: ['zoe', 'eve', 'nobody'] }).items.map(({ identity }) => identity),
  ).toEqual(['eve', 'zoe'])
  expect(count((page) => instance.userChannels.list('ann', page))).toBe(5)
  expect(count((page) => instance.roles.list(page))).toBe(4)
  expect(count((page) => domain.services.list(page))).toBe(5)
})
