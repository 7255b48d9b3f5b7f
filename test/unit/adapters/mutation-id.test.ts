import { expect, test } from 'vitest'
import { withOwnMutationId } from '../../../src/adapters/mutation-id.ts'

const ID = '0b5d1c1e-7f6b-4c7e-9d0a-1f2e3d4c5b6a'
const MESSAGES = `https://chat.test/chat/Conversations/CH1/Messages`
const headers = { 'Content-Type': 'application/json; charset=utf-8', 'X-Twilio-Mutation-Id': 'made-up' }
const body = (attributes: unknown): string => JSON.stringify({ body: 'hi', attributes: JSON.stringify(attributes) })
const idOf = (url: string, given: unknown): string | undefined => withOwnMutationId(url, headers, given)['X-Twilio-Mutation-Id']

test('a new Message goes out under our own id', () => {
  expect(withOwnMutationId(MESSAGES, headers, body({ parlourId: ID, mood: 'good' }))).toEqual({ ...headers, 'X-Twilio-Mutation-Id': ID })
})

test.each([
  ['an edit', `${MESSAGES}/IM1`, body({ parlourId: ID })],
  ['a Message without our id', MESSAGES, body({})],
  ['an id that is no UUID', MESSAGES, body({ parlourId: 'one\r\ntwo' })],
  ['an id that is no text', MESSAGES, body({ parlourId: 7 })],
  ['attributes that are null', MESSAGES, body(null)],
  ['a body that is no JSON', MESSAGES, 'ChannelSid=CH1'],
  ['no body', MESSAGES, null],
])('%s keeps the id that the SDK made', (_what, url, given) => {
  expect(idOf(url, given)).toBe('made-up')
})

test('a request that is no mutation gets no id', () => {
  expect(withOwnMutationId(MESSAGES, { a: 'b' }, body({ parlourId: ID }))).toEqual({ a: 'b' })
})
