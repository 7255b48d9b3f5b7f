import { beforeEach, expect, test, vi } from 'vitest'
import { createFakeChat, entry, ready } from './fake-chat.ts'
import { desktop, settled, setup } from './setup.ts'

beforeEach(desktop)

/** Ours, one of each kind: elements, attributes, handlers, templates, styles, encodings, direction marks. */
const hostile = [
  '<script>parent.hit=1</script>',
  '<img src=x onerror="parent.hit=1">',
  '"><svg/onload=parent.hit=1>',
  "'><iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
  '<style>*{display:none}</style>',
  '<link rel=stylesheet href=//evil.example>',
  '<a href="javascript:parent.hit=1">click</a>',
  'javascript:parent.hit=1',
  '" autofocus onfocus="parent.hit=1',
  '</li></ol></div><form action=//evil.example><button>Send message</button>',
  '<template shadowrootmode=open><script>parent.hit=1</script></template>',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=parent.hit=1>',
  '<!--><img src onerror=parent.hit=1>-->',
  '<x-parlour contenteditable onbeforeinput=parent.hit=1>',
  '{{constructor.constructor("parent.hit=1")()}}',
  '${parent.hit=1}',
  '{count} {names} {name}',
  '&lt;img src=x onerror=parent.hit=1&gt; &#60;b&#62;',
  '\u0000<b\u0000>null',
  'expression(parent.hit=1)',
  '__proto__',
  'constructor',
  '\u202Egnp.exe\u202C',
  '\u2067\u2066\u2069<b>isolates</b>',
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞',
  '𝕳𝖎 👩‍👩‍👧‍👦 🇺🇳 \uD800 lone surrogate',
  'x'.repeat(5_000),
] as const

function count(root: ShadowRoot, tag: string): number {
  return root.querySelectorAll(tag).length
}

test('whatever somebody writes, names, or calls a file or the chat is shown as text: no element comes of it', async () => {
  const chat = createFakeChat({ session: ready, open: true, entries: [entry(0)] })
  const { root, find, ui } = await setup(chat)
  await settled()
  const tagsBefore = new Set([...root.querySelectorAll('*')].map(({ localName }) => localName))
  const media = (filename: string, at: number) => [{ sid: `ME${at}`, filename, contentType: filename, size: at }]
  for (const [at, text] of hostile.entries()) {
    const entries = [entry(at, { key: text, body: text, author: text, authorName: text, media: media(text, at) })]
    chat.timeline.value = { ...chat.timeline.value, entries }
    chat.others.value = [text, text]
    chat.typing.value = [text]
    chat.setDraft(text)
    ui.update({ title: text })
    await settled()
    expect(find('h2').textContent).toBe(text)
    expect(find('.panel').getAttribute('aria-label')).toBe(text)
    expect(find('.body').textContent).toBe(text)
    expectOnlyOurs()
  }
  expect((globalThis as { hit?: number }).hit).toBeUndefined()

  function expectOnlyOurs(): void {
    const tagsOfOurs = new Set([...tagsBefore, 'bdi', 'span', 'i', 'path', 'svg'])
    const strangers = [...root.querySelectorAll('*')].filter(({ localName }) => !tagsOfOurs.has(localName))
    expect(strangers).toEqual([])
    for (const tag of ['script', 'img', 'style', 'iframe', 'a', 'link', 'template', 'form + form']) expect(count(root, tag), tag).toBe(0)
    expect(root.querySelectorAll('.row *[onerror], .row *[onload]')).toHaveLength(0)
  }
})

test('names lose the marks that turn directions, and the end of a file name stands alone', async () => {
  const media = [{ sid: 'ME0', filename: 'invoice\u202Egpj.exe', contentType: 'application/x-msdownload', size: 1 }]
  const chat = createFakeChat({ session: ready, open: true, entries: [entry(0, { authorName: '\u202EnnA', media })] })
  const { find, root } = await setup(chat)
  await vi.waitFor(() => find('.file'))
  expect(find('.name').textContent).toBe('nnA')
  expect(find('.file .strong').textContent).toBe('invoicegpj.exe')
  expect(root.querySelectorAll('.file .strong bdi')[1]?.textContent).toBe('.exe')
})

test('an endless word breaks nothing: no scrolling sideways at 320 px', async () => {
  const { page } = await import('vitest/browser')
  await page.viewport(320, 256)
  const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(4)
  const media = [{ sid: 'ME0', filename: `${long}.pdf`, contentType: long, size: 1 }]
  const chat = createFakeChat({ session: ready, open: true, entries: [entry(0, { body: long, authorName: long, media })] })
  chat.others.value = [long]
  chat.typing.value = [long]
  chat.setDraft(long)
  const { root, ui } = await setup(chat)
  ui.update({ title: long })
  await settled()
  for (const element of root.querySelectorAll<HTMLElement>('.panel, .log, .row, .bubble, .composer, .bar, .typing')) {
    const { left, right } = element.getBoundingClientRect()
    expect(Math.floor(left), element.className).toBeGreaterThanOrEqual(0)
    expect(Math.ceil(right), element.className).toBeLessThanOrEqual(320)
  }
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320)
})
