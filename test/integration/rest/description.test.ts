import { expect, test } from 'vitest'
import { nulls } from '../../../demo/chat-service/rest/present/nulls.ts'
import { readDescription } from '../../support/openapi.ts'
import { chatShapes } from './shapes.ts'

const description = readDescription(new URL('../../fixtures/twilio/twilio_chat_v2.json', import.meta.url), { nulls, shapes: chatShapes })
const sid = (prefix: string) => prefix + 'a'.repeat(32)
const service = `https://chat.twilio.com/v2/Services/${sid('IS')}`
/** As Twilio's own example. */
const user = {
  sid: sid('US'),
  account_sid: sid('AC'),
  service_sid: sid('IS'),
  role_sid: sid('RL'),
  identity: 'jing',
  attributes: '{}',
  is_online: true,
  is_notifiable: null,
  friendly_name: null,
  joined_channels_count: 0,
  date_created: '2016-03-24T21:05:19Z',
  date_updated: '2016-03-24T21:05:19Z',
  links: { user_channels: `${service}/Users/${sid('US')}/Channels`, user_bindings: `${service}/Users/${sid('US')}/Bindings` },
  url: `${service}/Users/${sid('US')}`,
}
const fetchUser = description.operationOf('GET', '/v2/Services/x/Users/y')
const listUser = description.operationOf('GET', '/v2/Services/x/Users')
const list = `${service}/Users?PageSize=50&Page=0`
const meta = { page: 0, page_size: 50, first_page_url: list, previous_page_url: null, url: list, next_page_url: null, key: 'users' }

test('the description knows 54 operations of Chat v2', () => {
  expect(description.operations).toHaveLength(54)
  expect(fetchUser.id).toBe('FetchUser')
  expect(() => description.operationOf('PUT', '/v2/Services')).toThrow('Twilio describes no PUT /v2/Services')
})

test('an answer that is exactly as described has no problems', () => {
  expect(description.problems(fetchUser, user)).toEqual([])
  expect(description.problems(listUser, { users: [user], meta })).toEqual([])
})

test.each(Object.keys(user))('an answer without %s is refused, though the description requires nothing', (property) => {
  const rest = Object.fromEntries(Object.entries(user).filter(([name]) => name !== property))
  expect(description.problems(fetchUser, rest)).not.toEqual([])
})

test.each([
  ['a property that is not described', { ...user, password: 'x' }],
  ['null where the service never has null, though the description allows it', { ...user, attributes: null }],
  ['a sid that breaks its pattern', { ...user, sid: sid('CH') }],
  ['a date that is none', { ...user, date_created: 'yesterday' }],
  ['an address that is none', { ...user, url: 'not an address' }],
  ['a number as text', { ...user, joined_channels_count: '0' }],
  ['a link too few', { ...user, links: { user_channels: user.links.user_channels } }],
  ['a link too many', { ...user, links: { ...user.links, more: list } }],
])('%s is refused', (_, body) => expect(description.problems(fetchUser, body)).not.toEqual([]))

test('a list is held to the same, rows and meta', () => {
  expect(description.problems(listUser, { users: [{ ...user, url: null }], meta })).not.toEqual([])
  expect(description.problems(listUser, { users: [user], meta: { ...meta, url: null } })).not.toEqual([])
  expect(description.problems(listUser, { users: [user], meta, more: 1 })).not.toEqual([])
  expect(description.problems(listUser, { meta })).not.toEqual([])
})
