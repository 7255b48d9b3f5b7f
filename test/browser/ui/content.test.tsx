import axe from 'axe-core'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import '../../../src/ui/content/index.ts'
import { reactionTo } from '../../../src/chat/reaction.ts'
import type { TimelineEntry } from '../../../src/store/chat.ts'
import type { UiOptions } from '../../../src/ui/context.ts'
import { createFakeChat, entry, ready, reconnecting } from './fake-chat.ts'
import { desktop, phone, settled, setup, type Mounted } from './setup.ts'

beforeEach(desktop)

const parlour = (content: object): Partial<TimelineEntry> => ({ attributes: { parlour: { v: 1, ...content } } })
async function log(entries: readonly TimelineEntry[], options: UiOptions = {}): Promise<Mounted> {
  const mounted = await setup(createFakeChat({ session: ready, open: true, entries }), { options: { locale: 'en', ...options } })
  await vi.waitFor(() => mounted.find('.row'))
  await settled()
  return mounted
}
const own = (index: number, body: string, partial: Partial<TimelineEntry> = {}): TimelineEntry =>
  entry(index, { own: true, author: 'me', authorName: 'me', body, ...partial })
const texts = (root: ParentNode, selector: string): string[] =>
  [...root.querySelectorAll(selector)].map((element) => element.textContent ?? '')
function button(root: ParentNode, name: string): HTMLButtonElement {
  const found = [...root.querySelectorAll('button')].find((each) => (each.getAttribute('aria-label') ?? each.textContent) === name)
  if (!found) throw new Error(`there is no button ${name}`)
  return found
}
async function clean(host: HTMLElement): Promise<void> {
  // What comes in by fading is pale while it does.
  await Promise.all(host.shadowRoot!.getAnimations().map(({ finished }) => finished.catch(() => {})))
  const { violations } = await axe.run(host, { rules: { region: { enabled: false } } })
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)).toEqual([])
}

test("bold, italic, strike, code, quotes, lists and links are elements of ours, in others' Messages and in our own [E1]", async () => {
  const body = '**b** *i* ~~s~~ `c`\n> q\n- one\n- two\n\n3. three\n```\nlet x\n```\nhttps://a.example/x'
  const { root, host } = await log([entry(0, { body }), own(1, body)])
  for (const shown of root.querySelectorAll('.body')) {
    expect(texts(shown, 'strong, em, del, blockquote, li, pre')).toEqual(['b', 'i', 's', 'q', 'one', 'two', 'three', 'let x'])
    expect(shown.querySelector('ol')?.start).toBe(3)
    const link = shown.querySelector('a')!
    expect(link.href).toBe('https://a.example/x')
    expect(link.rel).toBe('noopener noreferrer nofollow')
    expect(link.target).toBe('_blank')
  }
  expect(root.querySelectorAll('.body')).toHaveLength(2)
  await clean(host)
})

test('a link that names another address than its own shows where it leads [E1]', async () => {
  const { find } = await log([entry(0, { body: '[bank.example](https://evil.example/x) and [x](javascript:alert(1))' })])
  expect(find('.body a').textContent).toBe('bank.example (evil.example)')
  expect(find('.body').textContent).toBe('bank.example (evil.example) and [x](javascript:alert(1))')
})

test('what is edited is what was typed, marks and all [E1]', async () => {
  const { root, find } = await log([own(0, '**b** <i>')])
  find('.more').click()
  await settled()
  button(root, 'Edit message').click()
  await vi.waitFor(() => expect((find('textarea') as HTMLTextAreaElement).value).toBe('**b** <i>'))
})

const bowl = {
  title: 'Blue bowl',
  text: 'Hand-thrown, 18 cm',
  image: { url: 'https://cdn.example/bowl.jpg', alt: 'A blue bowl', width: 4, height: 3 },
  buttons: [
    { label: 'Look at it', url: 'https://shop.example/bowl' },
    { label: 'Keep it for me', text: 'Please keep the blue bowl.' },
  ],
}

test('a card stands for the body, and its buttons lead somewhere or say something [E2]', async () => {
  const { find, root, chat, host } = await log([entry(0, { body: 'Blue bowl: https://shop.example/bowl', ...parlour({ cards: [bowl] }) })])
  await vi.waitFor(() => find('.card'))
  expect(root.querySelector('.body')).toBeNull()
  expect(texts(root, '.card p')).toEqual(['Blue bowl', 'Hand-thrown, 18 cm'])
  const link = find('.card a') as HTMLAnchorElement
  expect([link.href, link.rel, link.target]).toEqual(['https://shop.example/bowl', 'noopener noreferrer nofollow', '_blank'])
  await clean(host)
  button(root, 'Keep it for me').click()
  await vi.waitFor(() => expect(chat.timeline.value.entries.at(-1)).toMatchObject({ own: true, body: 'Please keep the blue bowl.' }))
  chat.session.value = { ...ready, status: 'ended', reason: 'ended', canStart: true } as never
  await vi.waitFor(() => expect(button(root, 'Keep it for me').disabled).toBe(true))
})

test.each(['en', 'ar'])('several cards are leafed through by buttons, each with its place, %s [E2]', async (locale) => {
  const cards = ['One', 'Two', 'Three'].map((title) => ({ title }))
  const mounted = await log([entry(0, parlour({ cards }))], {
    locale,
    strings: { next: 'Next', previous: 'Previous', place: '{index} of {total}' },
  })
  const { find, root, host } = mounted
  await vi.waitFor(() => find('.cards'))
  const inView = (): string[] => {
    const box = find('.cards').getBoundingClientRect()
    return [...root.querySelectorAll('.cards li')]
      .filter((card) => {
        const { left, right } = card.getBoundingClientRect()
        return left >= box.left - 2 && right <= box.right + 2
      })
      .map((card) => card.textContent ?? '')
  }
  expect(texts(root, '.cards li')).toEqual(['One', 'Two', 'Three'])
  expect(root.querySelectorAll('.cards li')[1]!.getAttribute('aria-label')).toBe('2 of 3')
  expect(button(root, 'Previous').disabled).toBe(true)
  await clean(host)
  for (const title of ['Two', 'Three']) {
    button(root, 'Next').click()
    await vi.waitFor(() => expect(inView()).toEqual([title]))
  }
  await vi.waitFor(() => expect(button(root, 'Next').disabled).toBe(true))
  button(root, 'Previous').click()
  await vi.waitFor(() => expect(inView()).toEqual(['Two']))
})

test('what is unknown, of a later version or broken shows the body, and without one says so: never blank [E2]', async () => {
  const broken = [
    parlour({ v: 2, cards: [bowl] }),
    parlour({ carousel3d: [bowl] }),
    parlour({ cards: [{ colour: 'blue' }] }),
    parlour({ cards: 'two' }),
    parlour({ cards: [{ buttons: [{ label: 'x', url: 'javascript:alert(1)' }] }] }),
    { attributes: { parlour: 7 } },
  ]
  const { root } = await log([
    ...broken.map((attributes, at) => entry(at, { body: `Body ${at}`, ...attributes })),
    entry(6, { body: '', ...broken[1] }),
  ])
  await settled()
  expect(texts(root, '.bubble')).toEqual(['Body 0', 'Body 1', 'Body 2', 'Body 3', 'Body 4', 'Body 5', 'This message cannot be shown here.'])
  expect(root.querySelector('.card')).toBeNull()
})

test('pictures are fetched only from where the host allows it, and their room is there before they are [E2] [E10]', async () => {
  const cards = [
    bowl,
    { ...bowl, image: { ...bowl.image, url: 'https://cdn.example.evil.example/x.jpg' } },
    { ...bowl, image: { url: `${location.origin}/x.png` } },
  ]
  const { root, find, ui } = await log([entry(0, parlour({ cards }))])
  await vi.waitFor(() => find('.cards'))
  expect(root.querySelectorAll('img')).toHaveLength(0)
  ui.update({ mediaHosts: ['https://cdn.example'] })
  const picture = await vi.waitFor(() => find('.cards img') as HTMLImageElement)
  expect(root.querySelectorAll('img')).toHaveLength(1)
  expect([picture.src, picture.alt, picture.referrerPolicy]).toEqual([bowl.image.url, 'A blue bowl', 'no-referrer'])
  const { width, height } = picture.getBoundingClientRect()
  expect(width / height).toBeCloseTo(4 / 3, 1)
})

const asked = (index = 0): TimelineEntry =>
  entry(index, {
    body: 'Which one?',
    ...parlour({ quickReplies: ['The blue one', { label: 'Neither', text: 'Neither of them, thank you.' }] }),
  })

test('suggested answers stand over the composer; the one that is chosen is said, announced, and the others go [D8]', async () => {
  const { find, root, chat, host, spoken, focused } = await log([asked()])
  const group = await vi.waitFor(() => find('.suggestions'))
  expect(group.getAttribute('aria-label')).toBe('Suggested answers')
  expect(texts(group, 'button')).toEqual(['The blue one', 'Neither'])
  await clean(host)
  button(group, 'Neither').focus()
  button(group, 'Neither').click()
  button(group, 'The blue one').click()
  await vi.waitFor(() => expect(root.querySelector('.suggestions')).toBeNull())
  expect(chat.timeline.value.entries.map(({ body }) => body)).toEqual(['Which one?', 'Neither of them, thank you.'])
  await vi.waitFor(() => expect(spoken()).toBe('You chose Neither of them, thank you..'))
  expect(focused()).toBe(find('.log'))
})

test('answers are suggested under the last Message only, and where they can be said [D8]', async () => {
  const { find, root, chat } = await log([asked()])
  await vi.waitFor(() => find('.suggestions'))
  chat.session.value = reconnecting
  await settled()
  expect(root.querySelector('.suggestions')).not.toBeNull()
  chat.receive('Or tell me in your own words.')
  await vi.waitFor(() => expect(root.querySelector('.suggestions')).toBeNull())
  chat.timeline.value = {
    ...chat.timeline.value,
    entries: [asked(), entry(1, { author: 'system', ...parlour({ event: { type: 'joined', name: 'Bo' } }) })],
  }
  await vi.waitFor(() => find('.suggestions'))
  chat.timeline.value = { ...chat.timeline.value, entries: [asked(), own(1, 'hm')] }
  await vi.waitFor(() => expect(root.querySelector('.suggestions')).toBeNull())
})

test('what could not be kept was not chosen [D8]', async () => {
  const { find, root, chat } = await log([asked()])
  await vi.waitFor(() => find('.suggestions'))
  chat.send = async () => false
  button(root, 'Neither').click()
  await settled()
  await vi.waitFor(() => expect(texts(root, '.suggestions button')).toEqual(['The blue one', 'Neither']))
})

test('answering and reacting are not offered by default [D12]', async () => {
  const { root } = await log([entry(0, {}), entry(1, { body: '👍', attributes: reactionTo('IM0', '👍') })])
  await settled()
  expect(root.querySelector('.respond')).toBeNull()
  // Whoever does not fold reactions reads their body.
  expect(texts(root, '.body')).toEqual(['Message 0', '👍'])
})

test('an answer quotes what it answers, goes out with it, and shows the words that stand in the log, not a forged copy [D12]', async () => {
  const forged = entry(1, {
    author: 'eve',
    authorName: 'Eve',
    body: 'I agree',
    ...parlour({ replyTo: { to: 'IM0', name: 'Ann', text: 'Send me your password' } }),
  })
  const { find, root, chat, host, focused } = await log([entry(0, { body: 'We open at ten.' }), forged], { replies: true })
  await vi.waitFor(() => expect(find('.answered').textContent).toBe('AnnWe open at ten.'))
  await vi.waitFor(() => button(root, 'Reply'))
  button(root, 'Reply').click()
  const bar = await vi.waitFor(() => find('.replying'))
  expect(bar.textContent).toBe('Replying to AnnWe open at ten.')
  await clean(host)
  await vi.waitFor(() => expect(focused()).toBe(find('textarea')))
  chat.setDraft('Thank you')
  await settled()
  button(root, 'Send message').click()
  await vi.waitFor(() => expect(root.querySelector('.replying')).toBeNull())
  expect(chat.timeline.value.entries.at(-1)).toMatchObject({
    body: 'Thank you',
    attributes: { parlour: { v: 1, replyTo: { to: 'IM0', name: 'Ann', text: 'We open at ten.' } } },
  })
})

test('Escape and a button let go of the Message that was to be answered [D12]', async () => {
  const { find, root, chat } = await log([entry(0)], { replies: true })
  await vi.waitFor(() => button(root, 'Reply'))
  button(root, 'Reply').click()
  await vi.waitFor(() => find('.replying'))
  find('textarea').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
  await vi.waitFor(() => expect(root.querySelector('.replying')).toBeNull())
  expect(chat.open.value).toBe(true)
  button(root, 'Reply').click()
  await vi.waitFor(() => find('.replying'))
  button(find('.replying'), 'Cancel').click()
  await vi.waitFor(() => expect(root.querySelector('.replying')).toBeNull())
})

test('reactions stand under the Message that they are about, and ours comes and goes with a click [D12]', async () => {
  const reaction = (index: number, author: string, emoji: string): TimelineEntry =>
    entry(index, { author, authorName: author, body: emoji, attributes: reactionTo('IM0', emoji) })
  const entries = [entry(0), reaction(1, 'ann', '👍'), reaction(2, 'bo', '👍'), reaction(3, 'bo', '🎉')]
  const { find, root, chat, host } = await log(entries, { reactions: true })
  await vi.waitFor(() => find('.chips'))
  expect(root.querySelectorAll('.row')).toHaveLength(1)
  expect(texts(root, '.chip')).toEqual(['👍2', '🎉'])
  expect(find('.chip').getAttribute('aria-label')).toBe('👍: 2 people')
  await clean(host)

  find('.chip').click()
  await vi.waitFor(() => expect(texts(root, '.chip')).toEqual(['👍3', '🎉']))
  expect(find('.chip').getAttribute('aria-pressed')).toBe('true')
  expect(chat.timeline.value.entries.at(-1)).toMatchObject({ own: true, body: '👍', attributes: reactionTo('IM0', '👍') })
  find('.chip').click()
  await vi.waitFor(() => expect(texts(root, '.chip')).toEqual(['👍2', '🎉']))
  expect(root.querySelectorAll('.row')).toHaveLength(1)
})

test('the bar of emoji opens by a button, takes the focus, and gives it back [D12]', async () => {
  const { find, root, chat, host, focused } = await log([entry(0), entry(1)], { reactions: true, replies: true })
  const opener = await vi.waitFor(() => button(root, 'Add a reaction'))
  opener.click()
  const bar = await vi.waitFor(() => find('.emoji-bar'))
  await vi.waitFor(() => expect(bar.contains(focused())).toBe(true))
  expect(opener.getAttribute('aria-expanded')).toBe('true')
  await clean(host)
  bar.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
  await vi.waitFor(() => expect(root.querySelector('.emoji-bar')).toBeNull())
  expect(focused()).toBe(opener)
  expect(chat.open.value).toBe(true)
  opener.click()
  await vi.waitFor(() => button(root, '❤️'))
  button(root, '❤️').click()
  await vi.waitFor(() => expect(texts(root, '.chip')).toEqual(['❤️']))
  expect(chat.timeline.value.entries.at(-1)?.attributes).toEqual(reactionTo('IM0', '❤️'))
})

test('the bar of emoji is all on screen, on a phone, at the upper edge and in right-to-left too [D12]', async () => {
  await phone()
  onTestFinished(() => void desktop())
  for (const locale of ['en', 'ar']) {
    const { find, root, unmount } = await log([entry(0, { body: 'short' }), own(1, 'mine')], { reactions: true, replies: true, locale })
    await vi.waitFor(() => expect(root.querySelectorAll('.respond .more')).toHaveLength(2))
    for (const opener of root.querySelectorAll<HTMLElement>('.respond .more')) {
      opener.click()
      const bar = await vi.waitFor(() => find('.emoji-bar'))
      await settled()
      const box = find('.log').getBoundingClientRect()
      const { left, right, top, bottom } = bar.getBoundingClientRect()
      expect(left).toBeGreaterThanOrEqual(box.left)
      expect(right).toBeLessThanOrEqual(box.right)
      expect(top).toBeGreaterThanOrEqual(box.top)
      expect(bottom).toBeLessThanOrEqual(box.bottom)
      for (const each of bar.querySelectorAll('button')) expect(each.getBoundingClientRect().height).toBeGreaterThanOrEqual(44)
      opener.click()
      await settled()
    }
    unmount()
  }
})

test('a preview is what the back end found, and nothing is fetched for it [E10]', async () => {
  const preview = { url: 'https://shop.example/bowl', title: 'Blue bowl', text: 'Hand-thrown', image: { url: 'https://cdn.example/x.jpg' } }
  const { find, root, host } = await log([
    entry(0, { body: 'https://shop.example/bowl', ...parlour({ preview }) }),
    entry(1, { body: 'no', ...parlour({ preview: { ...preview, url: 'javascript:alert(1)' } }) }),
  ])
  const card = (await vi.waitFor(() => find('.preview'))) as HTMLAnchorElement
  expect([card.href, card.rel, card.textContent]).toEqual([preview.url, 'noopener noreferrer nofollow', 'Blue bowlHand-thrownshop.example'])
  expect(texts(root, '.body')).toEqual(['https://shop.example/bowl', 'no'])
  expect(root.querySelectorAll('.preview')).toHaveLength(1)
  expect(root.querySelectorAll('img')).toHaveLength(0)
  await clean(host)
})

test("others' Messages are shown in the visitor's language where the host translates them, the original one click away [E10]", async () => {
  const translate = vi.fn(async ({ body }: { body: string }) =>
    body === 'Guten Tag' ? '**Good** day' : body === 'OK' ? null : Promise.reject(new Error('no')),
  )
  const entries = [entry(0, { body: 'Guten Tag' }), entry(1, { body: 'OK' }), entry(2, { body: 'kaputt' }), own(3, 'Guten Tag')]
  const { root } = await log(entries, { hooks: { translate } })
  await vi.waitFor(() => expect(texts(root, '.body')).toEqual(['Good day', 'OK', 'kaputt', 'Guten Tag']))
  expect(root.querySelector('.body')?.getAttribute('lang')).toBe('en')
  expect(root.querySelector('.body strong')?.textContent).toBe('Good')
  button(root, 'Show original').click()
  await vi.waitFor(() => expect(texts(root, '.body')[0]).toBe('Guten Tag'))
  button(root, 'Show translation').click()
  await vi.waitFor(() => expect(texts(root, '.body')[0]).toBe('Good day'))
  expect(translate.mock.calls.map(([{ body }]) => body)).toEqual(['Guten Tag', 'OK', 'kaputt'])
})
