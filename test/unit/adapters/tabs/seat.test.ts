import { expect, test } from 'vitest'
import { connectionOf, nextSeat } from '../../../../src/adapters/tabs/seat.ts'
import type { Seat, SeatEvent } from '../../../../src/adapters/tabs/seat.ts'

const campaign: Seat = { type: 'campaign' }
const follow: Seat = { type: 'follow', era: 'one', connection: 'connected' }
const lead: Seat = { type: 'lead', era: 'two', connection: 'connected' }
const rest: Seat = { type: 'rest' }
const closed: Seat = { type: 'closed' }

test.each<[string, Seat, SeatEvent, Seat]>([
  ['one who is given the lock dials', campaign, { type: 'granted', era: 'two' }, { type: 'lead', era: 'two', connection: 'connecting' }],
  ['a leader that dials anew has another era', lead, { type: 'granted', era: 'x' }, { type: 'lead', era: 'x', connection: 'connecting' }],
  ['a page that rests takes no lock', rest, { type: 'granted', era: 'two' }, rest],
  ['one who hears of a leader follows', campaign, { type: 'announced', era: 'one', connection: 'connected' }, follow],
  [
    'a follower follows the next',
    follow,
    { type: 'announced', era: 'x', connection: 'connecting' },
    { ...follow, era: 'x', connection: 'connecting' },
  ],
  ['one who has the lock follows nobody', lead, { type: 'announced', era: 'one', connection: 'connected' }, lead],
  ['a resting page follows nobody', rest, { type: 'announced', era: 'one', connection: 'connected' }, rest],
  [
    'the state of the own era counts',
    follow,
    { type: 'connection', era: 'one', connection: 'denied' },
    { ...follow, connection: 'denied' },
  ],
  ['of another it does not', follow, { type: 'connection', era: 'two', connection: 'denied' }, follow],
  ['when the leader leaves there is none', follow, { type: 'left', era: 'one' }, campaign],
  ['that an earlier one left is no news', follow, { type: 'left', era: 'zero' }, follow],
  ['one who loses the lock campaigns again', lead, { type: 'deposed' }, campaign],
  ['a follower has none to lose', follow, { type: 'deposed' }, follow],
  ['a page that goes rests', lead, { type: 'hidden' }, rest],
  ['and campaigns when it is back', rest, { type: 'shown' }, campaign],
  ['what was not resting goes on', follow, { type: 'shown' }, follow],
  ['closed is for good', closed, { type: 'shown' }, closed],
])('%s', (_name, seat, event, next) => {
  expect(nextSeat(seat, event)).toEqual(next)
})

test.each([
  [campaign, 'connecting'],
  [rest, 'connecting'],
  [follow, 'connected'],
  [{ ...lead, connection: 'denied' } as const, 'denied'],
  [closed, 'disconnected'],
] as const)('to its user %o is %s', (seat, connection) => {
  expect(connectionOf(seat)).toBe(connection)
})

test('an event that changes nothing leaves the very same seat, so that nobody is told twice', () => {
  expect(nextSeat(follow, { type: 'announced', era: 'one', connection: 'connected' })).toBe(follow)
  expect(nextSeat(follow, { type: 'connection', era: 'one', connection: 'connected' })).toBe(follow)
  expect(nextSeat(rest, { type: 'hidden' })).toBe(rest)
})
