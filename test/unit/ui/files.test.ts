import { expect, test } from 'vitest'
import { accepts } from '../../../src/ui/attach/accepts.ts'
import { factsOf, kindOf, placeOf } from '../../../src/ui/log/files.ts'
import { clockTime } from '../../../src/ui/files/clock-time.ts'
import { inspect } from '../../../src/ui/shrink/inspect.ts'
import { CLOSE, WHOLE, within, zoomed } from '../../../src/ui/viewer/stage.ts'
import { loudness, summary } from '../../../src/ui/voice/wave.ts'

test('a file is accepted by its type, by a kind of types or by its ending, as in a file field', () => {
  const pdf = { name: 'Bill.PDF', type: '' }
  const photo = { name: 'a', type: 'image/jpeg' }
  expect(accepts('', pdf)).toBe(true)
  expect(accepts('.pdf, image/*', pdf)).toBe(true)
  expect(accepts('.pdf, image/*', photo)).toBe(true)
  expect(accepts('image/png', photo)).toBe(false)
  expect(accepts('application/pdf', pdf)).toBe(false)
})

test('what a browser draws is drawn; a document that could act is a file', () => {
  expect(['image/jpeg', 'IMAGE/WEBP', 'video/mp4', 'audio/webm;codecs=opus', 'application/pdf', 'image/heic'].map(kindOf)).toEqual([
    'picture',
    'picture',
    'video',
    'audio',
    'file',
    'file',
  ])
  expect(kindOf('image/svg+xml')).toBe('file')
  expect(kindOf('text/html')).toBe('file')
  expect(kindOf('')).toBe('file')
})

test('what a Message says of its files is read, and nonsense is not', () => {
  const facts = (media: unknown): unknown => factsOf({ parlour: { v: 1, media } }, 2)
  expect(
    facts([
      { w: 640, h: 480 },
      { ms: 1_500, wave: [0, 31, 99, 'x'] },
    ]),
  ).toEqual([
    { w: 640, h: 480 },
    { ms: 1_500, wave: [0, 31, 0, 0] },
  ])
  expect(facts([null, { w: 640, h: 480 }])).toEqual([{}, { w: 640, h: 480 }])
  expect(
    facts([
      { w: -1, h: 480 },
      { w: 1e9, h: 1 },
    ]),
  ).toEqual([{}, {}])
  expect(facts('none')).toEqual([{}, {}])
  expect(factsOf({ parlour: { v: 9, media: [{ w: 1, h: 1 }] } }, 1)).toEqual([{}])
  expect(JSON.stringify(facts([{ ms: 5, wave: Array(1_000).fill(3) }])).length).toBeLessThan(400)
})

test('a picture has its place before it is there, with its own proportions within limits', () => {
  expect(placeOf({ w: 1_600, h: 1_200 })).toEqual({ across: 16, ratio: 4 / 3 })
  expect(placeOf({ w: 1_200, h: 1_600 }).across).toBeCloseTo(13.5)
  expect(placeOf({ w: 64, h: 64 })).toEqual({ across: 7, ratio: 1 })
  expect(placeOf({ w: 10, h: 60_000 }).ratio).toBe(0.45)
  expect(placeOf({ w: 60_000, h: 10 }).ratio).toBe(3)
  expect(placeOf({})).toEqual({ across: 16, ratio: 4 / 3 })
})

test('times are told as on a player', () => {
  expect([0, 7_400, 61_000, 3_600_000].map(clockTime)).toEqual(['0:00', '0:07', '1:01', '60:00'])
})

test('a picture that is looked at closely stays under the finger, and never leaves the window', () => {
  const point = { x: 100, y: -50 }
  const close = zoomed(WHOLE, CLOSE, point)
  expect(close.scale).toBe(CLOSE)
  // The same spot of the picture is under the point as before.
  expect((point.x - close.x) / close.scale).toBeCloseTo(100)
  expect((point.y - close.y) / close.scale).toBeCloseTo(-50)
  expect(zoomed(close, 0, point)).toEqual(WHOLE)
  expect(zoomed(close, 1_000, point).scale).toBeLessThanOrEqual(8)
  const [picture, window] = [
    { across: 400, down: 300 },
    { across: 800, down: 600 },
  ]
  expect(within({ scale: 1, x: 500, y: 500 }, picture, window)).toEqual(WHOLE)
  expect(within({ scale: 4, x: -9_000, y: 9_000 }, picture, window)).toEqual({ scale: 4, x: -400, y: 300 })
})

test('silence is nothing, a shout is the most, and a long recording is told in a few bars', () => {
  expect(loudness(new Uint8Array(1_024).fill(128))).toBe(0)
  expect(loudness(new Uint8Array(1_024).map((_, at) => (at % 2 ? 0 : 255)))).toBe(31)
  expect(summary([1, 2, 3], 5)).toEqual([1, 2, 3])
  expect(summary([1, 9, 2, 2, 3, 8], 3)).toEqual([9, 2, 8])
})

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(parts.flatMap((part) => (typeof part === 'string' ? [...part].map((char) => char.charCodeAt(0)) : part)))
const u16 = (value: number): number[] => [value >> 8, value & 255]
const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value & 0xffff)]
const u32le = (value: number): number[] => u32(value).toReversed()
const joined = (parts: readonly Uint8Array[] = []): string => Buffer.concat(parts).toString('latin1')

/** EXIF that says: lying on its side, taken at home. */
const exif = bytes(
  'MM',
  u16(42),
  u32(8),
  u16(2),
  u16(0x0112),
  u16(3),
  u32(1),
  u16(6),
  u16(0),
  u16(0x8825),
  u16(4),
  u32(1),
  u32(38),
  u32(0),
  'GPS HOME',
)

test('a JPEG keeps its pixels and colours, and loses where, when and with what it was taken, and what is hidden behind its end', () => {
  const segment = (marker: number, content: Uint8Array): number[] => [0xff, marker, ...u16(content.length + 2), ...content]
  const jpeg = bytes(
    [0xff, 0xd8],
    segment(0xe0, bytes('JFIF')),
    segment(0xe1, bytes('Exif\0\0', [...exif])),
    segment(0xe1, bytes('http://ns.adobe.com/xap/1.0/\0 GPS HOME')),
    segment(0xe2, bytes('ICC_PROFILE\0 colours')),
    segment(0xe2, bytes('MPF\0 GPS HOME')),
    segment(0xed, bytes('Photoshop GPS HOME')),
    segment(0xfe, bytes('comment GPS HOME')),
    segment(0xc2, bytes([8], u16(300), u16(400), [3])),
    segment(0xda, bytes('scan')),
    [1, 0xff, 0, 2, 0xff, 0xd0, 3],
    segment(0xc4, bytes('table')),
    segment(0xda, bytes('scan')),
    [4, 0xff, 0xd9],
    'a film GPS HOME',
  )
  const seen = inspect(jpeg)
  expect(seen).toMatchObject({ type: 'image/jpeg', width: 400, height: 300, turned: true, moving: false })
  const bare = joined(seen?.bare)
  expect(bare).not.toMatch(/Exif|HOME|adobe/)
  expect(bare).toMatch(/JFIF.*ICC_PROFILE.*scan.*table.*scan/s)
  expect(bare.endsWith('\xff\xd9')).toBe(true)
  expect(inspect(bytes([...Buffer.from(bare, 'latin1')]))).toMatchObject({ width: 400, height: 300, turned: false })
  expect(inspect(jpeg.slice(0, 60))).toBeNull()
})

test('a PNG keeps its pixels, and its frames, but no text and no EXIF', () => {
  const chunk = (name: string, content: Uint8Array): number[] => [...u32(content.length), ...bytes(name), ...content, 0, 0, 0, 0]
  const png = bytes(
    [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10],
    chunk('IHDR', bytes(u32(640), u32(480), [8, 6, 0, 0, 0])),
    chunk('acTL', bytes(u32(2), u32(0))),
    chunk('eXIf', exif),
    chunk('iTXt', bytes('GPS HOME')),
    chunk('IDAT', bytes('pixels')),
    chunk('IEND', bytes()),
    'GPS HOME',
  )
  const seen = inspect(png)
  expect(seen).toMatchObject({ type: 'image/png', width: 640, height: 480, turned: true, moving: true })
  expect(joined(seen?.bare)).not.toMatch(/eXIf|iTXt|HOME/)
  expect(joined(seen?.bare)).toMatch(/IHDR.*acTL.*IDAT.*pixels.*IEND/s)
})

test('a WebP keeps its pixels, and no EXIF and no XMP, and does not say that it had them', () => {
  const chunk = (name: string, content: Uint8Array): number[] => [
    ...bytes(name),
    ...u32le(content.length),
    ...content,
    ...(content.length % 2 ? [0] : []),
  ]
  const chunks = bytes(
    chunk('VP8X', bytes([0x0c, 0, 0, 0], u32le(639).slice(0, 3), u32le(479).slice(0, 3))),
    chunk('VP8 ', bytes('pixels!')),
    chunk('EXIF', bytes('Exif\0\0', [...exif])),
    chunk('XMP ', bytes('GPS HOME')),
  )
  const seen = inspect(bytes('RIFF', u32le(chunks.length + 4), 'WEBP', [...chunks]))
  expect(seen).toMatchObject({ type: 'image/webp', width: 640, height: 480, turned: true, moving: false })
  const bare = joined(seen?.bare)
  expect(bare).not.toMatch(/EXIF|XMP|HOME/)
  expect(bare).toContain('pixels!')
  const header = Buffer.from(bare, 'latin1')
  expect(header.readUInt32LE(4)).toBe(header.length - 8)
  expect(header[20]).toBe(0)
})

test('bytes that are no picture are none', () => {
  for (const text of ['', 'GIF89a', 'RIFF....WAVE', '\xff\xd8\xff', '%PDF-1.7', '\x89PNG\r\n\x1a\n'])
    expect(inspect(bytes(text))).toBeNull()
})
