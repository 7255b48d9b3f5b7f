import { expect, test } from 'vitest'
import type { Attributes } from '../../../src/chat/types.ts'
import { systemLine } from '../../../src/ui/log/system-line.ts'

const line = (attributes: Attributes, author = 'system', own = false): ReturnType<typeof systemLine> =>
  systemLine({ author, own, attributes })
const event = (of: unknown): Attributes => ({ parlour: { event: of } })

test.each(['joined', 'left', 'handover'] as const)('what the back end says of "%s" is told in our words [E8]', (type) => {
  expect(line(event({ type, name: 'Ann' }))).toEqual({ id: type, name: 'Ann' })
})

test.each<Attributes>([
  {},
  { parlour: null },
  { parlour: 'joined' },
  event({ type: 'joined' }),
  event({ type: 'promoted', name: 'Ann' }),
  event({ type: 'toString', name: 'Ann' }),
  event({ type: 'joined', name: ['Ann'] }),
  event(Object.create({ type: 'joined', name: 'Ann' })),
])('of anything else the text stands there as it is: %j', (attributes) => {
  expect(line(attributes)).toEqual({ id: null, name: '' })
})

test('nobody but the back end writes such a line', () => {
  expect(line(event({ type: 'joined', name: 'Ann' }), 'mallory')).toBe(null)
  expect(line(event({ type: 'joined', name: 'Ann' }), 'system', true)).toBe(null)
})
