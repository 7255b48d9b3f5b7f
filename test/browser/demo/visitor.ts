import type { BrowserContext, Locator, Page } from 'playwright-core'
import { watchProblems } from './watch.ts'

/** A visitor's browser, by the names that people use. Playwright's locators see into an open shadow root. */
export interface Visitor {
  readonly context: BrowserContext
  readonly page: Page
  readonly problems: readonly string[]
  /** "Open chat" or "Close chat", whichever it bears. */
  readonly launcher: Locator
  readonly panel: Locator
  readonly log: Locator
  readonly composer: Locator
  open(): Promise<void>
  hide(): Promise<void>
  /** Ask for a conversation, and wait until it can be written in. */
  start(): Promise<void>
  write(text: string): Promise<void>
  /** Ends with a click, and confirms where it is asked for. */
  end(): Promise<void>
  /** A Message in the log with this text. */
  message(text: string): Locator
  /** The launcher's description: the unread count; empty when there is none. */
  unread(): Promise<string>
  close(): Promise<void>
}

export async function createVisitor(context: BrowserContext, url: string): Promise<Visitor> {
  const page = await context.newPage()
  const problems = watchProblems(page)
  await page.goto(url)

  const launcher = page.getByRole('button', { name: /^(Open|Close) chat$/ })
  const panel = page.getByRole('dialog', { name: 'Chat' })
  const log = page.getByRole('log', { name: 'Messages' })
  const composer = page.getByRole('textbox', { name: 'Message' })

  return {
    context,
    page,
    problems,
    launcher,
    panel,
    log,
    composer,
    async open() {
      await page.getByRole('button', { name: 'Open chat' }).click()
      await panel.waitFor()
    },
    async hide() {
      await page.getByRole('button', { name: 'Close chat' }).first().click()
      await panel.waitFor({ state: 'hidden' })
    },
    async start() {
      await page.getByRole('button', { name: 'Start conversation' }).click()
      await composer.waitFor()
    },
    async write(text) {
      await composer.fill(text)
      await page.getByRole('button', { name: 'Send message' }).click()
    },
    async end() {
      await page.getByRole('button', { name: 'End conversation' }).first().click()
    },
    message: (text) => log.getByText(text, { exact: true }),
    unread: () => launcher.evaluate(description),
    close: () => context.close(),
  }
}

/** Runs in the page: the texts that `aria-describedby` names, within the element's own tree. */
function description(element: Element): string {
  const root = element.getRootNode() as ParentNode & Node
  const ids = (element.getAttribute('aria-describedby') ?? '').split(/\s+/).filter(Boolean)
  const texts = ids.map((id) => root.querySelector(`#${CSS.escape(id)}`)?.textContent ?? '')
  return [element.getAttribute('aria-description') ?? '', ...texts].join(' ').trim()
}
