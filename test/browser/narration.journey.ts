import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openGallery, type Gallery } from './demo/gallery.ts'

let gallery: Gallery
beforeAll(async () => {
  gallery = await openGallery()
})
afterAll(() => gallery?.close())

/** What a screen reader has to say, in the order of the journey: what is announced, where the focus goes, what is there. */
interface Narrator {
  readonly page: Page
  /** Notes what was announced since, where the focus is, and all that can be read. */
  note(moment: string): Promise<void>
  readonly text: () => string
}

/** Sentences of the live region, by the one place in which the widget speaks. */
function listen(): void {
  const spoken: string[] = []
  Object.assign(globalThis, { spoken })
  const watch = (): void => {
    const region = [...document.querySelectorAll('body > *')]
      .map(({ shadowRoot }) => shadowRoot?.querySelector('[aria-live="polite"]'))
      .find(Boolean)
    if (!region) return void requestAnimationFrame(watch)
    new MutationObserver(() => region.textContent && spoken.push(region.textContent)).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    })
  }
  watch()
}

async function narrate(state: string, locale: string): Promise<Narrator> {
  const page = await gallery.show(state, { locale, messages: '1' }, { reducedMotion: 'reduce' })
  onTestFinished(() => page.close())
  // Whoever opened it, the reader begins on the page: a browser that is told what to do may take that for an act of the visitor.
  await page.evaluate(() => {
    for (const { shadowRoot } of document.querySelectorAll('body > *')) (shadowRoot?.activeElement as HTMLElement | null)?.blur()
  })
  await page.evaluate(listen)
  const parts: string[] = []
  return {
    page,
    async note(moment) {
      // What comes within half a second is said in one sentence.
      await page.waitForTimeout(900)
      const said = await page.evaluate(() => (globalThis as unknown as { spoken: string[] }).spoken.splice(0))
      const focus = await page.evaluate(() => {
        let active = document.activeElement
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
        return active && active !== document.body
          ? `${active.getAttribute('role') ?? active.tagName.toLowerCase()} "${active.getAttribute('aria-label') ?? active.textContent ?? ''}"`
          : 'the page'
      })
      const tree = await page.locator('.parlour').ariaSnapshot()
      parts.push([`# ${moment}`, ...said.map((sentence) => `says: ${sentence}`), `focus: ${focus}`, tree].join('\n'))
    },
    text: () => `${parts.join('\n\n')}\n`,
  }
}

const composer = (page: Page) => page.locator('.composer textarea')

/** The main journeys, by hand and keyboard. */
const journeys: Readonly<Record<string, (locale: string) => Promise<Narrator>>> = {
  async open(locale) {
    const reader = await narrate('closed', locale)
    await reader.note('the page, with the chat closed')
    await reader.page.locator('.launcher').focus()
    await reader.page.keyboard.press('Enter')
    await composer(reader.page).waitFor()
    await reader.note('opened')
    await reader.page.keyboard.press('Escape')
    await reader.note('closed again')
    return reader
  },
  async write(locale) {
    const reader = await narrate('empty', locale)
    await composer(reader.page).focus()
    await reader.page.keyboard.type('Is the blue bowl still there?')
    await reader.page.keyboard.press('Enter')
    await reader.page.locator('.row').first().waitFor()
    await reader.note('a Message is written and sent')
    return reader
  },
  async receive(locale) {
    const reader = await narrate('typing', locale)
    await reader.note('somebody types')
    return reader
  },
  async fail(locale) {
    const reader = await narrate('failed-message', locale)
    await reader.note('a Message is not accepted')
    await reader.page.locator('.trouble button').last().focus()
    await reader.page.keyboard.press('Enter')
    await reader.note('and taken away')
    return reader
  },
  async lose(locale) {
    const reader = await narrate('reconnecting', locale)
    await reader.note('the connection is lost')
    return reader
  },
  async end(locale) {
    const reader = await narrate('conversation', locale)
    await reader.page.locator('button.end').focus()
    await reader.page.keyboard.press('Enter')
    await reader.note('asked before the end')
    await reader.page.keyboard.press('Escape')
    await reader.note('thought better of it')
    return reader
  },
}

describe.each(['en', 'de', 'ar', 'ja', 'fr'])('in %s', (locale) => {
  test.each(Object.keys(journeys))('what is read aloud on the way: %s [I2]', async (name) => {
    const reader = await journeys[name]!(locale)
    await expect(reader.text()).toMatchFileSnapshot(`narration/${name}.${locale}.txt`)
  })
})
