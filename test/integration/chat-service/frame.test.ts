import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodePacket, encodePacket, MAX_PACKET_BYTES, type FrameFault } from '../../../demo/chat-service/twilsock/frame.ts'

const header = { id: 'TM1', method: 'update', token: 'abc' }

test('writes the bytes of the protocol description', () => {
  expect(encodePacket(header).toString()).toBe('TWILSOCK V3.0 61\r\n{"id":"TM1","method":"update","token":"abc","payload_size":0}\r\n')
})

test('counts bytes, not characters', () => {
  const packet = encodePacket({ id: 'ä', method: 'message' }, { text: '👋' })
  const text = packet.toString()
  expect(text).toContain(`"payload_size":${Buffer.byteLength('{"text":"👋"}')}`)
  expect(Number(/^TWILSOCK V3\.0 (\d+)/.exec(text)?.[1])).toBe(Buffer.byteLength(text.split('\r\n')[1] ?? ''))
})

test('reads back whatever it wrote', () => {
  const headers = fc.record({ id: fc.string({ minLength: 1, maxLength: 256 }), method: fc.string({ minLength: 1, maxLength: 64 }) })
  fc.assert(
    fc.property(headers, fc.option(fc.jsonValue(), { nil: undefined }), (wanted, payload) => {
      const decoded = decodePacket(encodePacket(wanted, payload))
      expect(decoded.ok).toBe(true)
      if (!decoded.ok) return
      expect(decoded.packet.header).toMatchObject(wanted)
      expect(decoded.packet.payload).toBe(payload === undefined ? '' : JSON.stringify(payload))
    }),
  )
})

test('never throws, whatever comes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(decodePacket(bytes).ok).toBe(false)
    }),
  )
})

test('never throws at a packet with one byte changed, cut off or too many', () => {
  const good = encodePacket({ id: 'TM1', method: 'message' }, { body: 'hello ä' })
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length - 1), (at, byte, length) => {
      const changed = Buffer.from(good)
      changed[at] = byte
      expect(() => decodePacket(changed)).not.toThrow()
      expect(decodePacket(good.subarray(0, length)).ok).toBe(false)
      expect(decodePacket(Buffer.concat([good, Buffer.from([byte])])).ok).toBe(false)
    }),
  )
})

const frame = (head: string, payload = ''): Buffer => Buffer.from(`TWILSOCK V3.0 ${Buffer.byteLength(head)}\r\n${head}\r\n${payload}`)

test.each<[string, Buffer, FrameFault]>([
  ['another magic', Buffer.from('HTTP/1.1 200 OK\r\n'), 'magic'],
  ['another version', Buffer.from('TWILSOCK V2.0 2\r\n{}\r\n'), 'magic'],
  ['nothing', Buffer.alloc(0), 'magic'],
  ['a negative size', Buffer.from('TWILSOCK V3.0 -1\r\n{}\r\n'), 'magic'],
  ['a size beyond the packet', Buffer.from('TWILSOCK V3.0 99\r\n{}\r\n'), 'header-size'],
  ['a size that ends inside the header', Buffer.from('TWILSOCK V3.0 1\r\n{}\r\n'), 'header-size'],
  ['a header that is too long', frame(`{"id":"x","method":"y","pad":"${'x'.repeat(70_000)}"}`), 'header-size'],
  ['broken JSON', frame('{"id":'), 'header-json'],
  ['a list as header', frame('[]'), 'header-fields'],
  ['no id', frame('{"method":"init"}'), 'header-fields'],
  ['an id that is a number', frame('{"id":1,"method":"init"}'), 'header-fields'],
  ['no method', frame('{"id":"x"}'), 'header-fields'],
  ['less payload than said', frame('{"id":"x","method":"y","payload_size":3}', 'ab'), 'payload-size'],
  ['more payload than said', frame('{"id":"x","method":"y"}', 'ab'), 'payload-size'],
  ['a payload size that is text', frame('{"id":"x","method":"y","payload_size":"2"}', 'ab'), 'payload-size'],
  ['a payload that is no UTF-8', Buffer.concat([frame('{"id":"x","method":"y","payload_size":1}'), Buffer.from([0xff])]), 'encoding'],
  ['a packet over the bound', Buffer.alloc(MAX_PACKET_BYTES + 1, 'x'), 'too-large'],
])('refuses %s', (_what, bytes, fault) => {
  expect(decodePacket(bytes)).toMatchObject({ ok: false, fault })
})

test('takes a payload up to the bound of the packet', () => {
  const body = 'x'.repeat(MAX_PACKET_BYTES - 200)
  const decoded = decodePacket(encodePacket({ id: 'TM1', method: 'message' }, { body }))
  expect(decoded.ok && JSON.parse(decoded.packet.payload)).toEqual({ body })
})
