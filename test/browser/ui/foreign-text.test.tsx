import { computed, signal } from '@preact/signals-core'
import { render } from 'preact'
import { beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import payloads from '../../fixtures/foreign-text/xss-payloads.txt?raw'
import { attributes, links, naughty, ownTexts, payloadsIn } from '../../support/foreign-text.ts'
import { toAttributes } from '../../../src/adapters/to-attributes.ts'
import { readContent } from '../../../src/chat/content.ts'
import { readEvent } from '../../../src/chat/event.ts'
import type { TimelineEntry } from '../../../src/store/chat.ts'
import { Boundary } from '../../../src/ui/Boundary.tsx'
import * as content from '../../../src/ui/content/index.ts'
import { parse, type Part } from '../../../src/ui/content/markdown.ts'
import { Prelude } from '../../../src/ui/content/Prelude.tsx'
import type { Ui, UiOptions } from '../../../src/ui/context.ts'
import * as extras from '../../../src/ui/extras/index.ts'
import { cleanName } from '../../../src/ui/foreign.ts'
import { MessageItem } from '../../../src/ui/log/MessageItem.tsx'
import { SystemItem } from '../../../src/ui/log/SystemItem.tsx'
import { systemLine } from '../../../src/ui/log/system-line.ts'
import '../../../src/ui/files/index.ts'
import { watchPage } from '../../../src/ui/page.ts'
import { createWords } from '../../../src/ui/words.ts'
import { createFakeChat, entry, ready } from './fake-chat.ts'
import { desktop, settled, setup } from './setup.ts'

const all = [...new Set([...payloadsIn(payloads), ...naughty, ...ownTexts, ...links, ...links.map((link) => `[a](${link})`)])]

/** What a script would be known by that ran, and what the policies of a strict page report. */
const ran: string[] = []
const reports: string[] = []
const POLICY =
  "script-src-attr 'none'; object-src 'none'; frame-src 'none'; form-action 'none'; base-uri 'none'; img-src 'self' data: blob:; require-trusted-types-for 'script'; trusted-types 'none'"

beforeAll(() => {
  for (const name of ['alert', 'prompt', 'confirm', 'print', 'open'] as const) globalThis[name] = ((): void => void ran.push(name)) as never
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample }) => reports.push(`${violatedDirective}: ${sample}`))
  const meta = document.head.appendChild(document.createElement('meta'))
  meta.httpEquiv = 'Content-Security-Policy'
  meta.content = POLICY
})
beforeEach(desktop)

interface Stage {
  readonly root: ShadowRoot
  /** `late`: what is loaded with the first Message that needs it, and must be there. */
  draw(entries: readonly TimelineEntry[], ...late: readonly string[]): Promise<readonly Element[]>
}

/** Rows as the log draws them, but all of them. */
async function stage(options: UiOptions = {}): Promise<Stage> {
  const host = document.body.appendChild(document.createElement('div'))
  const root = host.attachShadow({ mode: 'open' })
  const life = new AbortController()
  onTestFinished(() => {
    life.abort()
    render(null, root)
    host.remove()
  })
  const chat = createFakeChat({ session: ready, open: true })
  const ui = {
    chat,
    host,
    report: () => {},
    page: watchPage(life.signal),
    options: signal(options),
    words: signal(createWords('en', { ...extras.english, ...content.english })),
    notice: signal(null),
    extras: signal(extras),
    learn: () => {},
    spoken: signal(''),
    editing: signal(null),
    reply: signal(null),
    viewing: signal(null),
  } as unknown as Ui
  async function draw(entries: readonly TimelineEntry[], ...late: readonly string[]): Promise<readonly Element[]> {
    chat.timeline.value = { ...chat.timeline.value, entries }
    render(
      <Boundary ui={ui}>
        <ol>
          {entries.map((each) => {
            const shared = { entry: each, day: null, calendar: '', fresh: 0 }
            return systemLine(each) ? (
              <SystemItem key={each.key} {...shared} />
            ) : (
              <MessageItem key={each.key} {...shared} head tail reach={null} editable />
            )
          })}
        </ol>
        <Prelude />
      </Boundary>,
      root,
    )
    for (const part of late) await expect.poll(() => root.querySelector(part), { message: part }).not.toBeNull()
    await settled()
    await settled()
    const rows = [...root.querySelectorAll('.row')]
    expect(rows).toHaveLength(entries.length)
    return rows
  }
  return { root, draw }
}

const words = (parts: readonly Part[]): string =>
  parts.map((part) => (typeof part === 'string' ? part : words(part.parts) + (part.aim ? ` (${part.aim})` : ''))).join('')
const OURS = new Set(
  'ol ul li div p span bdi time button svg path a strong em del code pre blockquote img textarea audio video source form label input h2 h3 i slot'.split(
    ' ',
  ),
)

/** Nothing came of a text but what we draw, and no link leads where none may. */
function expectOnlyOurs(root: ParentNode): void {
  for (const element of root.querySelectorAll('*')) {
    expect(OURS, element.localName).toContain(element.localName)
    for (const { name } of element.attributes) expect(name).not.toMatch(/^on|^srcdoc$|^style$|^formaction$|^ping$|^is$/)
  }
  for (const link of root.querySelectorAll('a')) {
    expect(link.protocol).toMatch(/^(https?|mailto|tel):$/)
    expect([link.rel, link.target]).toEqual(['noopener noreferrer nofollow', '_blank'])
    expect([link.username, link.password]).toEqual(['', ''])
  }
  expect(root.querySelectorAll('img, audio, video, source, iframe, script, style, form form')).toHaveLength(0)
  // What others say stands in no attribute but a label, a title, a language, a direction.
  expect(ran).toEqual([])
  expect(reports).toEqual([])
  expect((globalThis as { hit?: unknown }).hit).toBeUndefined()
  expect((Object.prototype as { hit?: unknown }).hit).toBeUndefined()
}

test('the net catches: an element that came of a text would run, be found and be reported', async () => {
  const div = document.body.appendChild(document.createElement('div'))
  // Not by its name, which nothing here may use.
  const key = ['inner', 'HTML'].join('')
  expect(() => (div[key as 'textContent'] = '<img src=x onerror=alert(1)>')).toThrow(TypeError)
  expect(() => div.setAttribute('onclick', 'alert(1)')).toThrow(TypeError)
  const element = div.appendChild(document.createElement('marquee'))
  await expect.poll(() => reports.length).toBeGreaterThanOrEqual(2)
  globalThis.alert('x')
  expect(ran).toEqual(['alert'])
  ran.length = 0
  reports.length = 0
  expect(() => expectOnlyOurs(div)).toThrow(element.localName)
  div.remove()
})

test(
  `${all.length} foreign texts as bodies, names and Identities: each is shown as it was sent, but for its marks, and nothing comes of it [E1]`,
  { timeout: 120_000 },
  async () => {
    const { draw, root } = await stage()
    let exact = 0
    for (let from = 0; from < all.length; from += 500) {
      const batch = all.slice(from, from + 500)
      const rows = await draw(
        batch.map((text, at) => entry(at, { key: `${from + at}`, body: text, author: text, authorName: text, own: at % 7 === 6 })),
      )
      rows.forEach((row, at) => {
        const text = batch[at]!
        const shown = row.querySelector('.body')?.textContent ?? ''
        expect(shown).toBe(words(parse(text)))
        if (shown === text) exact += 1
        // Without anything that could be a mark it is the same, to the last character.
        if (!/[*_~`[>@]|^[-\d]|https?:|www\.|tel:|mailto:|\n/m.test(text)) expect(shown).toBe(text)
        if (at % 7 !== 6) expect(row.querySelector('.name')?.textContent).toBe(cleanName(text))
      })
      expectOnlyOurs(root)
    }
    expect(exact / all.length).toBeGreaterThan(0.8)
  },
)

test('foreign texts as the names and the types of files are text [E4]', { timeout: 60_000 }, async () => {
  const { draw, root } = await stage()
  const names = [...naughty, ...ownTexts, ...payloadsIn(payloads).filter((_, at) => at % 5 === 0)]
  for (let from = 0; from < names.length; from += 500) {
    const batch = names.slice(from, from + 500)
    const rows = await draw(
      batch.map((text, at) =>
        entry(at, { key: `${from + at}`, body: '', media: [{ sid: `ME${at}`, filename: text, contentType: text, size: at }] }),
      ),
      '.media.file > *',
    )
    rows.forEach((row, at) => {
      const name = cleanName(batch[at]!)
      if (name && name.length < 200) expect(row.textContent).toContain(name.slice(0, 40))
    })
    expectOnlyOurs(root)
  }
})

test('foreign texts in cards, quotes and previews are text, and no picture is fetched [E2] [E10]', { timeout: 120_000 }, async () => {
  const { draw, root } = await stage({ replies: true, reactions: true })
  const texts = [...naughty, ...ownTexts, ...payloadsIn(payloads).filter((_, at) => at % 3 === 0), ...links]
  for (let from = 0; from < texts.length; from += 250) {
    const batch = texts.slice(from, from + 250)
    const rows = await draw(
      batch.map((text, at) => {
        const image = { url: text, alt: text }
        const card = {
          title: text,
          text,
          image,
          buttons: [
            { label: text, url: text },
            { label: text, text },
          ],
        }
        const parlour = {
          cards: [card, card],
          replyTo: { to: text, name: text, text },
          reaction: { to: text, emoji: text },
          preview: { url: links[at % links.length], title: text, text, image },
        }
        return entry(at, { key: `${from + at}`, attributes: { parlour } })
      }),
      '.card',
      '.respond',
    )
    rows.forEach((row, at) => {
      const title = batch[at]!.trim().slice(0, 200)
      if (title) expect(row.querySelector('.card p')?.textContent).toBe(title)
    })
    expectOnlyOurs(root)
  }
})

test('foreign texts in suggested answers and in what the house says are text [E2]', { timeout: 60_000 }, async () => {
  const { draw, root } = await stage()
  const texts = [...naughty, ...ownTexts, ...links, ...payloadsIn(payloads).filter((_, at) => at % 15 === 0)]
  for (let from = 0; from < texts.length; from += 10) {
    const batch = texts.slice(from, from + 10)
    const said = batch.map((text, at) =>
      entry(at, {
        key: `${from + at}`,
        author: 'system',
        body: text,
        attributes: { parlour: { event: { type: at % 2 === 0 ? 'joined' : 'unknown', name: text } } },
      }),
    )
    const asked = entry(batch.length, {
      key: `asked ${from}`,
      attributes: { parlour: { quickReplies: batch.map((text, at) => (at % 2 === 0 ? text : { label: text, text })) } },
    })
    const rows = await draw([...said, asked], ...(from === 0 ? ['.suggestions'] : []))
    const { quickReplies } = readContent(asked.attributes)
    expect([...root.querySelectorAll('.suggestion')].map(({ textContent }) => textContent)).toEqual(quickReplies.map(({ label }) => label))
    expect(quickReplies.length).toBeGreaterThan(0)
    said.forEach(({ attributes, body }, at) => {
      const event = readEvent(attributes)
      if (event) expect(rows[at]!.querySelector('bdi')?.textContent).toBe(cleanName(event.name))
      else expect(rows[at]!.textContent).toBe(body)
    })
    expectOnlyOurs(root)
  }
})

test('attributes of any shape and depth break nothing: what cannot be read shows the body [E2]', async () => {
  const { draw, root } = await stage({ replies: true, reactions: true })
  const rows = await draw(
    attributes.map((json, at) => entry(at, { body: 'the body', attributes: toAttributes(JSON.parse(json)) })),
    '.card',
    '.respond',
  )
  for (const row of rows) {
    expect(row.querySelector('.body')?.textContent ?? row.querySelector('.card')?.textContent).toBeTruthy()
  }
  expectOnlyOurs(root)
})

test('every link of ours leads where it says, or is none [E1]', async () => {
  const { draw, root } = await stage()
  const rows = await draw(
    links.map((url, at) => entry(at, { attributes: { parlour: { cards: [{ title: 'x', buttons: [{ label: 'bank.example', url }] }] } } })),
    '.card',
  )
  for (const row of rows) {
    const link = row.querySelector('a')
    if (link) expect(link.textContent).toBe(`bank.example (${link.host || link.pathname})`)
  }
  expectOnlyOurs(root)
})

test(
  'foreign texts as the title of the chat, names of those who are here and type, and in the composer [E1]',
  { timeout: 60_000 },
  async () => {
    const chat = createFakeChat({ session: ready, open: true, entries: [entry(0)] })
    const { find, root, ui } = await setup(chat)
    const titles = [...naughty, ...ownTexts].filter((text) => text.trim())
    const shown = computed(() => chat.draft.value)
    for (const text of titles) {
      chat.others.value = [text]
      chat.typing.value = [text]
      chat.setDraft(text)
      ui.update({ title: text })
      await new Promise((resolve) => setTimeout(resolve))
      expect(find('h2').textContent).toBe(text)
      expect(shown.value).toBe(text)
    }
    await settled()
    expectOnlyOurs(root.querySelector('.header') ?? root)
  },
)
