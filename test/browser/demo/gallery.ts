import type { BrowserContextOptions, Page } from 'playwright-core'
import { openDemo, type Stage } from './support.ts'

export interface Gallery {
  readonly stage: Stage
  /** The state alone on a page, once it is reached. `switches` as in the address. */
  show(state: string, switches?: Readonly<Record<string, string>>, options?: BrowserContextOptions): Promise<Page>
  /** The same on a page that is there, instead of what it shows. */
  turn(page: Page, state: string, switches?: Readonly<Record<string, string>>): Promise<void>
  /** Errors of the pages, and what their CSP held back. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

/** 3 March 2026, a Tuesday: for dates and times that are the same in every run. */
const TODAY = new Date('2026-03-03T10:30:00Z')

/** A Worker is not for a page with Trusted Types: pictures are made ready without one, and the browser says so. */
const isExpected = (state: string, line: string): boolean =>
  /status of \d+|net::|TrustedScriptURL/.test(line) || (state === 'crashed' && line.includes('A fault of the page'))

export async function openGallery(): Promise<Gallery> {
  const stage = await openDemo()
  const complaints: string[] = []
  const shown = new WeakMap<Page, string>()

  async function turn(page: Page, state: string, switches: Readonly<Record<string, string>> = {}): Promise<void> {
    shown.set(page, state)
    await page.goto(`${stage.url}/gallery/stage?${new URLSearchParams({ state, ...switches })}`)
    await page.waitForFunction((id) => document.documentElement.dataset['state'] === id, state, { timeout: 45_000 })
    // Motion is at most 200 ms.
    await page.waitForTimeout(300)
  }
  return {
    stage,
    complaints,
    turn,
    async show(state, switches, options = {}) {
      const context = await stage.browser.newContext({
        viewport: { width: 1100, height: 760 },
        timezoneId: 'Europe/Berlin',
        locale: 'en-GB',
        ...options,
      })
      const page = await context.newPage()
      page.on('close', () => void context.close().catch(() => {}))
      page.on('pageerror', ({ message }) => complaints.push(`${shown.get(page)}: ${message}`))
      page.on('console', (line) => {
        const state = shown.get(page)!
        if (line.type() === 'error' && !isExpected(state, line.text())) complaints.push(`${state}: ${line.text()}`)
      })
      await page.clock.setFixedTime(TODAY)
      await turn(page, state, switches)
      return page
    },
    close: () => stage.close(),
  }
}
