import { expect, test } from 'vitest'
import type { VendorChannel, VendorMedia, VendorMember, VendorMessage } from '../../../src/adapters/dialect.ts'
import { ChatError } from '../../../src/chat/errors.ts'
import type { OutgoingFile } from '../../../src/chat/types.ts'
import { checkMessage } from '../../../src/chat/message-limits.ts'
import { toChannel } from '../../../src/adapters/to-channel.ts'
import { toChatError } from '../../../src/adapters/to-chat-error.ts'
import { toMember } from '../../../src/adapters/to-member.ts'
import { toMessage } from '../../../src/adapters/to-message.ts'

/** One SDK's names, of which the mappers know nothing. */
const dialect = {
  statusOf: (owner: object) => ('status' in owner && owner.status === 'joined' ? ('joined' as const) : ('notParticipating' as const)),
  horizonOf: (owner: object) => (owner as { lastReadMessageIndex: number | null }).lastReadMessageIndex,
  mediaOf: (owner: object) => (owner as { attachedMedia: readonly VendorMedia[] }).attachedMedia,
  receiptsOf: () => null,
}

const channel = (over: object = {}): VendorChannel =>
  ({
    sid: 'CH1',
    createdBy: 'system',
    friendlyName: 'Help',
    status: 'joined',
    attributes: { topic: 'x' },
    dateCreated: new Date(5),
    lastReadMessageIndex: 0,
    lastMessage: { index: 0 },
    ...over,
  }) as unknown as VendorChannel

const message = (over: object = {}): VendorMessage =>
  ({
    sid: 'IM1',
    index: 3,
    author: 'bob',
    body: 'hi',
    attributes: {},
    dateCreated: new Date(5),
    dateUpdated: new Date(9),
    lastUpdatedBy: null,
    attachedMedia: [],
    ...over,
  }) as unknown as VendorMessage

test('index 0 is an index, not "nothing"', () => {
  expect(toChannel(dialect, channel())).toMatchObject({ lastConsumedMessageIndex: 0, lastMessageIndex: 0 })
  expect(toChannel(dialect, channel({ lastReadMessageIndex: null, lastMessage: undefined }))).toMatchObject({
    lastConsumedMessageIndex: null,
    lastMessageIndex: null,
  })
})

test('a Channel without a creator, a name, a date or a known status is still plain data', () => {
  const bare = toChannel(
    dialect,
    channel({ createdBy: undefined, friendlyName: null, dateCreated: new Date(Number.NaN), status: 'unknown', attributes: 'x' }),
  )
  expect(bare).toEqual({
    sid: 'CH1',
    createdBy: '',
    friendlyName: null,
    status: 'notParticipating',
    attributes: {},
    createdAt: 0,
    lastConsumedMessageIndex: 0,
    lastMessageIndex: 0,
    lastMessageAt: null,
  })
})

test('what crosses the port can be cloned, and shares nothing with the SDK', () => {
  const attributes = { a: 1, deep: { b: [1] } }
  const ours = toMessage(dialect, message({ attributes }))
  expect(structuredClone({ ...ours, attributes: { ...ours.attributes } })).toEqual(ours)
  attributes.a = 2
  attributes.deep.b.push(2)
  expect(ours.attributes).toEqual({ a: 1, deep: { b: [1] } })
  expect(Object.getPrototypeOf(ours.attributes)).toBeNull()
})

test.each([null, undefined, 'text', 7, [1], true])('attributes that are %j count as empty', (attributes) => {
  expect(toMessage(dialect, message({ attributes })).attributes).toEqual({})
})

test('attributes named like a prototype stay data', () => {
  const { attributes } = toMessage(dialect, message({ attributes: JSON.parse('{"__proto__":{"admin":true}}') as object }))
  expect((attributes as { admin?: boolean }).admin).toBeUndefined()
  expect(Object.keys(attributes)).toEqual(['__proto__'])
})

test('a Message was edited when somebody is named as editor', () => {
  expect(toMessage(dialect, message()).editedAt).toBeNull()
  expect(toMessage(dialect, message({ lastUpdatedBy: 'bob' })).editedAt).toBe(9)
})

test('a Message that is media has an empty body', () => {
  const media = { sid: 'ME1', filename: null, contentType: 'image/png', size: 6 }
  expect(toMessage(dialect, message({ body: null, attachedMedia: [media] }))).toMatchObject({ body: '', media: [media] })
})

test('a Member goes by the Identity until a name is known', () => {
  const member = { sid: 'MB1', identity: 'bob', type: 'chat', lastReadMessageIndex: null } as unknown as VendorMember
  expect(toMember(dialect, member, undefined)).toMatchObject({ friendlyName: 'bob', binding: 'chat', online: null })
  expect(toMember(dialect, member, { friendlyName: 'Bob', online: true })).toMatchObject({ friendlyName: 'Bob', online: true })
})

test('a Member without a User goes by its sid, and has no name', () => {
  const member = { sid: 'MB2', identity: null, type: 'sms', lastReadMessageIndex: null } as unknown as VendorMember
  expect(toMember(dialect, member, undefined)).toMatchObject({ identity: 'MB2', binding: 'sms', friendlyName: '', online: null })
})

test.each([
  [{ status: 403, body: { code: 50107, message: 'secret words' } }, 'message-rejected', false],
  [{ status: 404 }, 'message-rejected', false],
  [{ status: 413 }, 'message-rejected', false],
  [{ status: 429 }, 'rate-limited', true],
  [{ status: 503 }, 'network', true],
  [{ status: 408 }, 'network', true],
  [{ status: 409 }, 'network', true],
  [{ status: 0, code: 0 }, 'network', true],
  [{ code: 403, status: 'FORBIDDEN' }, 'message-rejected', false],
  [new DOMException('cut', 'AbortError'), 'network', true],
  [new Error('disconnected'), 'network', true],
])('the failure %j is %s, retryable: %s, and quotes nothing', (vendor, code, retryable) => {
  const error = toChatError(vendor, 'message-rejected')
  expect(error).toMatchObject({ code, retryable })
  expect(error.cause).toBeUndefined()
  expect(`${error.message} ${error.hint}`).not.toContain('secret')
})

test('a mistake in the code is not taken for a bad network', () => {
  expect(toChatError(new TypeError('x is not a function'), 'load-failed').code).toBe('unknown')
  const own = new ChatError('not-ready', 'no')
  expect(toChatError(own, 'load-failed')).toBe(own)
})

function codeOf(...message: Parameters<typeof checkMessage>): string {
  try {
    checkMessage(...message)
    return 'fine'
  } catch (error) {
    return (error as ChatError).code
  }
}

test('limits are counted in bytes of UTF-8', () => {
  expect(codeOf('', {})).toBe('message-invalid')
  expect(codeOf('x'.repeat(32_768), {})).toBe('fine')
  expect(codeOf('x'.repeat(32_769), {})).toBe('message-invalid')
  expect(codeOf('🙂'.repeat(8_193), {})).toBe('message-invalid')
  expect(codeOf('hi', { a: 'é'.repeat(2_048) })).toBe('message-invalid')
})

test('files are limited in number by what the service can, and in size together', () => {
  const file = (size: number): OutgoingFile => ({ data: { size } as Blob, filename: 'a', contentType: 'text/plain' })
  const several = { multipleMedia: true }
  const megabyte = 1_024 * 1_024
  expect(codeOf('', {}, [file(1)])).toBe('fine')
  expect(codeOf('', {}, [file(0)])).toBe('message-invalid')
  expect(codeOf('see', {}, [file(1)])).toBe('message-invalid')
  expect(codeOf('', {}, [file(1), file(1)])).toBe('message-invalid')
  expect(codeOf('see', {}, [file(1), file(1)], several)).toBe('fine')
  expect(codeOf('', {}, [file(100 * megabyte), file(50 * megabyte)], several)).toBe('fine')
  expect(codeOf('', {}, [file(100 * megabyte), file(50 * megabyte + 1)], several)).toBe('message-invalid')
  expect(codeOf('', {}, Array(11).fill(file(1)), several)).toBe('message-invalid')
})
