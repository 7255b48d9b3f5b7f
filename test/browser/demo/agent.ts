import type { BrowserContext, Locator, Page } from 'playwright-core'
import { watchProblems } from './watch.ts'

/** The agent's browser, by the names that people use. */
export interface Agent {
  readonly context: BrowserContext
  readonly page: Page
  readonly problems: readonly string[]
  readonly log: Locator
  readonly reply: Locator
  /** One button for each conversation, the latest first. */
  readonly conversations: Locator
  /** All that the list tells of one: name, time, last words, unread count. */
  row(name: string): Locator
  /** "… is typing…", empty when nobody does. */
  readonly typing: Locator
  /** Opens the conversation of this name, or the latest. */
  open(name?: string | RegExp): Promise<void>
  /** Type without sending. */
  type(text: string): Promise<void>
  write(text: string): Promise<void>
  end(): Promise<void>
  message(text: string): Locator
  /** The other tab. */
  administer(): Promise<void>
  close(): Promise<void>
}

export async function createAgent(context: BrowserContext, url: string): Promise<Agent> {
  const page = await context.newPage()
  const problems = watchProblems(page)
  await page.goto(url)
  await page.getByText('Connected', { exact: true }).waitFor()

  const log = page.getByRole('log', { name: 'Messages' })
  const reply = page.getByRole('textbox', { name: 'Reply' })
  const conversations = page.getByRole('list', { name: 'Conversations' }).getByRole('button')

  return {
    context,
    page,
    problems,
    log,
    reply,
    conversations,
    row: (name) => page.getByRole('list', { name: 'Conversations' }).getByRole('listitem').filter({ hasText: name }),
    typing: page.getByRole('status', { name: 'Typing' }),
    async open(name) {
      const list = page.getByRole('list', { name: 'Conversations' })
      await list
        .getByRole('button', name === undefined ? {} : { name })
        .first()
        .click()
      await log.waitFor()
    },
    type: (text) => reply.pressSequentially(text),
    async write(text) {
      await reply.fill(text)
      await page.getByRole('button', { name: 'Send reply' }).click()
    },
    end: () => page.getByRole('button', { name: 'End conversation' }).click(),
    message: (text) => log.getByText(text, { exact: true }),
    administer: () => page.getByRole('tab', { name: 'Administration' }).click(),
    close: () => context.close(),
  }
}
