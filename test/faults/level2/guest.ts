import type { Browser, BrowserContext, CDPSession } from 'playwright-core'
import { createVisitor, type Visitor } from '../../browser/demo/visitor.ts'
import type { House } from './house.ts'
import { installProbes, type Holdings, type ProbedWindow } from './probes.ts'

/** A visitor whose browser things are done to, and what the harness knows about it. */
export interface Guest {
  readonly house: House
  readonly context: BrowserContext
  /** The tab of now. */
  readonly tab: Visitor
  readonly identity: string
  readonly channelSid: string
  /** Texts that a composer let go of, in order, by tab. */
  readonly written: readonly (readonly string[])[]
  /** Each `error` and `unhandledrejection` that reached the page, in words. */
  readonly heard: readonly string[]
  /** What stands in the composer, and must not be lost. */
  draft: string
  /** From nothing to a conversation: the agent has said three things, the visitor one. */
  talk(): Promise<void>
  /** Fill in, press Enter, and wait until the composer lets go of it. */
  write(text: string, tab?: Visitor): Promise<void>
  /** Type and leave it there. */
  type(text: string): Promise<void>
  /** What happens while the visitor cannot hear: one Message, one edit, one deletion. */
  meanwhile(): void
  /** Another tab of the same browser, opened. */
  openTab(path?: string): Promise<Visitor>
  /** A new tab in the place of one that is gone, opened. */
  reopen(): Promise<void>
  /** The panel is open and the composer there. */
  appear(tab?: Visitor): Promise<void>
  /** The renderer of the tab dies; what is left of it is closed. */
  crash(): Promise<void>
  /** Hidden and frozen; or awake and in front again. Only in a plain browser. */
  freezePage(on: boolean): Promise<void>
  cdp(tab?: Visitor): Promise<CDPSession>
  holdings(tab?: Visitor): Promise<Holdings>
  close(): Promise<void>
}

export interface GuestOptions {
  /** Before the page is opened: routes, init scripts. */
  readonly prepare?: (context: BrowserContext) => Promise<unknown>
  readonly path?: string
}

export const inviteGuest = async (house: House, browser: Browser, options?: GuestOptions): Promise<Guest> =>
  seatGuest(house, await browser.newContext({ locale: 'en-GB' }), options)

/** In a browser context that nobody has used yet. */
export async function seatGuest(house: House, context: BrowserContext, { prepare, path = '/' }: GuestOptions = {}): Promise<Guest> {
  const heard: string[] = []
  const written: string[][] = []
  const known = { identity: '', channelSid: '' }
  const said = { edited: '', removed: '' }
  const tabs: Visitor[] = []
  let times = 0

  await context.exposeBinding('parlourTold', (_source, kind: string, text: string) => void heard.push(`${kind}: ${text}`))
  await context.addInitScript(installProbes)
  context.on('response', async (response) => {
    const { pathname } = new URL(response.url())
    if ((pathname !== '/token' && pathname !== '/start') || !response.ok()) return
    const { token, channelSid } = (await response.json().catch(() => ({}))) as { token?: string; channelSid?: string }
    if (token && !known.identity) known.identity = identityIn(token)
    if (channelSid) known.channelSid = channelSid
  })
  await prepare?.(context)

  async function newTab(where: string): Promise<Visitor> {
    const made = await createVisitor(context, `${house.url}${where}`)
    tabs.push(made)
    written.push([])
    return made
  }
  let tab = await newTab(path)
  const sessions = new Map<Visitor, CDPSession>()

  const guest: Guest = {
    house,
    context,
    get tab() {
      return tab
    },
    get identity() {
      return known.identity
    },
    get channelSid() {
      return known.channelSid
    },
    written,
    heard,
    draft: '',
    async talk() {
      await tab.open()
      await tab.start()
      while (!known.channelSid || !known.identity) await tab.page.waitForTimeout(10)
      said.edited = house.say(known.channelSid, 'to be edited')
      said.removed = house.say(known.channelSid, 'to be deleted')
      house.say(known.channelSid, 'how can I help?')
      await guest.write('first')
      await tab.message('how can I help?').waitFor()
      await tab.message('first').waitFor()
      // And is the service's, before anything is done to it.
      await tab.log.locator('.late').first().waitFor({ state: 'detached' })
    },
    async write(text, on = tab) {
      await on.composer.fill(text)
      await on.composer.press('Enter')
      await emptied(on)
      written[tabs.indexOf(on)]?.push(text)
    },
    async type(text) {
      await tab.composer.fill(text)
      guest.draft = text
    },
    meanwhile() {
      times += 1
      house.say(known.channelSid, `said meanwhile ${times}`)
      if (times > 1) return
      house.edit(known.channelSid, said.edited, 'edited meanwhile')
      house.remove(known.channelSid, said.removed)
    },
    async openTab(where = path) {
      const made = await newTab(where)
      await guest.appear(made)
      return made
    },
    async reopen() {
      tab = await newTab(path)
      await guest.appear()
    },
    async appear(on = tab) {
      const opens = on.page.getByRole('button', { name: 'Open chat' })
      await on.launcher.first().waitFor()
      if (await opens.count()) await on.open()
      await on.composer.waitFor({ timeout: 60_000 })
    },
    async crash() {
      const session = await guest.cdp()
      const gone = tab.page.waitForEvent('crash')
      session.send('Page.crash').catch(() => undefined)
      await gone
      await tab.page.close()
    },
    async freezePage(on) {
      const session = await guest.cdp()
      await session.send('Page.setWebLifecycleState', { state: on ? 'frozen' : 'active' })
      if (!on) await comeBack(context, tab)
    },
    async cdp(on = tab) {
      const session = sessions.get(on) ?? (await context.newCDPSession(on.page))
      sessions.set(on, session)
      return session
    },
    holdings: (on = tab) => on.page.evaluate(() => (window as unknown as ProbedWindow).parlourHoldings()),
    close: () => context.close(),
  }
  return guest
}

/** The Identity that an Access Token is for. */
export function identityIn(token: string): string {
  const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { grants?: { identity?: string } }
  return payload.grants?.identity ?? ''
}

/** A thawed page stays hidden, and draws nothing, until its tab is chosen anew: from another one. */
async function comeBack(context: BrowserContext, { page }: Visitor): Promise<void> {
  const other = await context.newPage()
  await other.bringToFront()
  await page.bringToFront()
  await other.close()
}

/** @throws Error when the composer still holds its text after 15 s */
async function emptied({ page, composer }: Visitor): Promise<void> {
  for (const start = Date.now(); (await composer.inputValue()) !== ''; await page.waitForTimeout(10)) {
    if (Date.now() - start > 15_000) throw new Error('The composer did not let go of its text within 15 s')
  }
}
