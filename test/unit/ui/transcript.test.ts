import { expect, test } from 'vitest'
import type { TimelineEntry } from '../../../src/store/chat.ts'
import { toData, toFile, toPage, toText, type Transcript } from '../../../src/ui/transcript/transcript.ts'
import { createWords } from '../../../src/ui/words.ts'
import { english } from '../../../src/ui/extras/strings.ts'

const savedAt = new Date(2026, 0, 14, 12).getTime()

function entry(index: number, partial: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    key: `IM${index}`,
    sid: `IM${index}`,
    index,
    author: 'ann',
    authorName: 'Ann',
    own: false,
    body: `Message ${index}`,
    media: [],
    attributes: {},
    createdAt: new Date(2026, 0, 14, 10, index).getTime(),
    editedAt: null,
    deleted: false,
    delivery: 'sent',
    reach: 'sent',
    error: null,
    ...partial,
  }
}

const transcript = (entries: readonly TimelineEntry[], partial: Partial<Transcript> = {}): Transcript => ({
  title: 'Help desk',
  channelSid: 'CH1',
  savedAt,
  words: createWords('en-GB', english),
  entries,
  ...partial,
})

const media = { sid: 'ME1', filename: 'bowl.png', contentType: 'image/png', size: 1_234 }

test('as text: who said what and when, day by day, with the names of files [C5]', () => {
  const text = toText(
    transcript([
      entry(0),
      entry(1, { own: true, author: 'me', authorName: 'me', body: 'Hello', editedAt: 1 }),
      entry(2, { body: '', media: [media] }),
      entry(3, { body: 'secret', deleted: true }),
      entry(4, { createdAt: new Date(2026, 0, 15, 9).getTime() }),
      entry(5, { index: null, sid: null, body: 'On its way', delivery: 'sending' }),
    ]),
  )
  // Versions of CLDR differ in this comma.
  expect(text.replaceAll('day, ', 'day ')).toBe(`Help desk · Ann
Wednesday 14 January 2026, 12:00

Wednesday 14 January 2026

10:00  Ann: Message 0
10:01  You: Hello (Edited)
10:02  Ann: [File: bowl.png]
10:03  Ann: Message deleted

Thursday 15 January 2026

09:00  Ann: Message 4
`)
})

test('what the house tells has no name before it, and is told in the words of the reader [C10]', () => {
  const attributes = { parlour: { event: { type: 'joined', name: 'Robin' } } }
  const text = toText(transcript([entry(0, { author: 'system', authorName: 'system', body: 'Robin joined', attributes })]))
  expect(text).toContain('10:00  Robin joined\n')
  expect(text).not.toContain('system')
})

test('a Message cannot look like two', () => {
  const forged = 'Yes\n10:05  You: I agree\u2028to pay\r\nall\u0007'
  const lines = toText(transcript([entry(0, { body: forged, authorName: 'Ann\n10:06  You' })])).split('\n')
  expect(lines.filter((line) => line.includes('You:'))).toEqual(['10:00  Ann 10:06  You: Yes', '        10:05  You: I agree'])
})

test('as a page: every foreign character is only text', () => {
  const vile = `</title><script>alert(1)</script><img src=x onerror="a()">&amp;'"`
  const page = toPage(transcript([entry(0, { body: vile, authorName: vile, media: [{ ...media, filename: vile }] })], { title: vile }))
  const tags = [...page.matchAll(/<\/?([a-z!][a-z0-9]*)/gi)].map(([, name]) => name!.toLowerCase())
  expect([...new Set(tags)].toSorted()).toEqual(
    ['!doctype', 'article', 'bdi', 'body', 'h1', 'h2', 'h3', 'head', 'html', 'meta', 'p', 'small', 'style', 'time', 'title'].toSorted(),
  )
  expect(page).not.toMatch(/onerror="/)
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
})

test('as data: what a program needs, and nothing of what was deleted', () => {
  const data = JSON.parse(toData(transcript([entry(0, { media: [media] }), entry(1, { deleted: true, body: '' })]))) as Record<
    string,
    unknown
  >
  expect(data).toMatchObject({
    format: 1,
    title: 'Help desk',
    channelSid: 'CH1',
    messages: [
      {
        sid: 'IM0',
        index: 0,
        author: 'ann',
        name: 'Ann',
        own: false,
        body: 'Message 0',
        files: [{ name: 'bowl.png', type: 'image/png', bytes: 1_234 }],
      },
      { index: 1, deleted: true, body: '' },
    ],
  })
})

test.each([
  ['Help desk', 'Help-desk'],
  ['../../etc/passwd', 'etc-passwd'],
  ['CON: "x"?', 'CON-x'],
  ['‮gpj.exe', 'gpj-exe'],
  ['مساعدة', 'مساعدة'],
  ['???', 'chat'],
])('the file of "%s" has a name that any system takes', (title, name) => {
  expect(toFile('text', transcript([], { title })).name).toBe(`${name}-2026-01-14.txt`)
})

test('each form has its own kind of file', async () => {
  const kinds = (['text', 'page', 'data'] as const).map((kind) => toFile(kind, transcript([entry(0)])))
  expect(kinds.map(({ name }) => name.split('.').at(-1))).toEqual(['txt', 'html', 'json'])
  expect(kinds.map(({ blob }) => blob.type)).toEqual(['text/plain;charset=utf-8', 'text/html;charset=utf-8', 'application/json'])
  expect(await kinds[0]!.blob.text()).toContain('Message 0')
})
