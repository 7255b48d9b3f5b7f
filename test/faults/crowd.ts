import type { BrowserContext, Page } from 'playwright-core'
import type { Stage } from '../browser/demo/support.ts'
import { createVisitor } from '../browser/demo/visitor.ts'
import { quantile } from '../support/quantile.ts'

/** Many tabs of one visitor, in one browser, and what each of them says. */
export interface Crowd {
  readonly tabs: readonly Tab[]
  readonly identity: string
  readonly channelSid: string
  /** Requests to the token endpoint so far. */
  readonly tokenRequests: number
  /** Ids of Messages that a tab said it keeps. */
  readonly kept: ReadonlySet<string>
  /** Bodies that any tab told its host of. */
  readonly told: ReadonlySet<string>
  /** `error` and `unhandledrejection` that reached a page. */
  readonly complaints: readonly string[]
  /** Open sockets that the service counts for the visitor. */
  sockets(): number
  /** The tab whose socket is open. */
  leader(): Tab | undefined
  /** Another tab, in the conversation when this resolves. */
  add(): Promise<Tab>
  /** The renderer of the tab dies, without a word to the page. Resolves with when, in ms since the epoch. */
  kill(tab: Tab): Promise<number>
  stored(): readonly { readonly id: unknown; readonly body: string }[]
  close(): Promise<void>
}

export interface Tab {
  readonly page: Page
  readonly name: string
  /** Bodies that it told its host of, in order. */
  readonly heard: readonly string[]
  /** When it became *ready*, ms since the epoch, each time. */
  readonly ready: readonly number[]
  readonly hasSocket: boolean
  send(text: string): void
}

interface Told {
  readonly kind: 'state' | 'message' | 'delivery' | 'complaint'
  readonly at: number
  readonly text: string
}
type TellingWindow = Window & { tell(told: Told): void; Parlour(command: 'send', text: string): Promise<void> }

/** Runs in each page before anything else. */
function listen(): void {
  const { tell } = window as unknown as TellingWindow
  const say = (kind: Told['kind'], text: string): void => tell({ kind, text, at: Date.now() })
  const on = (name: string, read: (detail: Record<string, string>) => string | undefined): void =>
    addEventListener(`parlour:${name}`, (event) =>
      say(name as Told['kind'], read((event as CustomEvent<Record<string, string>>).detail) ?? ''),
    )
  on('state', ({ status }) => status)
  on('message', ({ body }) => body)
  on('delivery', ({ id }) => id)
  addEventListener('error', ({ message }) => say('complaint', message))
  addEventListener('unhandledrejection', ({ reason }) => say('complaint', String(reason)))
}

/** The first tab starts the conversation, the others resume it. */
export async function gatherCrowd(stage: Stage, count: number): Promise<Crowd> {
  const { domain, credentials, faults } = stage.demo.service
  const instance = domain.instance(credentials.serviceSid)
  const context: BrowserContext = await stage.browser.newContext({ locale: 'en-GB' })
  const tabs: (Tab & { readonly hear: (told: Told) => void })[] = []
  const byPage = new Map<Page, (told: Told) => void>()
  const kept = new Set<string>()
  const told = new Set<string>()
  const complaints: string[] = []
  let tokenRequests = 0
  let names = 0
  await context.exposeBinding('tell', ({ page }, told: Told) => byPage.get(page)?.(told))
  await context.addInitScript(listen)
  context.on('request', (request) => {
    if (new URL(request.url()).pathname === '/token') tokenRequests += 1
  })

  function watch(page: Page): Tab & { readonly hear: (told: Told) => void } {
    const name = `tab ${(names += 1)}`
    const heard: string[] = []
    const ready: number[] = []
    let open = 0
    page.on('websocket', (socket) => {
      open += 1
      socket.on('close', () => (open -= 1))
    })
    return {
      page,
      name,
      heard,
      ready,
      get hasSocket() {
        return open > 0
      },
      hear({ kind, text, at }) {
        if (kind === 'message') {
          heard.push(text)
          told.add(text)
        } else if (kind === 'state' && text === 'ready') ready.push(at)
        else if (kind === 'delivery') kept.add(text)
        else if (kind === 'complaint') complaints.push(`${name}: ${text}`)
      },
      send: (text) =>
        void page
          .evaluate((words) => void (window as unknown as TellingWindow).Parlour('send', words).catch(() => {}), text)
          .catch(() => {}),
    }
  }

  /** What the service holds of the Channel. */
  function stored(): { id: unknown; body: string }[] {
    const found: { id: unknown; body: string }[] = []
    for (let cursor: { after: number } | undefined, more = true; more;) {
      const page = instance.messages.list({ kind: 'system' }, channelSid, { limit: 1_000, ...(cursor && { cursor }) })
      found.push(
        ...page.items.map(({ attributes, body }) => ({ id: (JSON.parse(attributes || '{}') as { parlourId?: unknown }).parlourId, body })),
      )
      more = page.next !== null && 'after' in page.next
      if (page.next && 'after' in page.next) cursor = page.next
    }
    return found
  }

  async function add(): Promise<Tab> {
    const page = await context.newPage()
    const tab = watch(page)
    byPage.set(page, tab.hear)
    tabs.push(tab)
    await page.goto(`${stage.url}/`)
    await until(() => tab.ready.length > 0)
    return tab
  }

  const visitor = await createVisitor(context, `${stage.url}/`)
  await visitor.open()
  await visitor.start()
  await visitor.write('first')
  await visitor.message('first').waitFor()
  const [channel] = instance.channels.list({ limit: 1, order: 'desc' }).items
  const channelSid = channel?.sid ?? ''
  const identity = instance.members
    .list({ kind: 'system' }, channelSid, { limit: 10 })
    .items.find(({ identity }) => identity?.startsWith('visitor-'))?.identity
  if (!identity) throw new Error('The visitor is not in the Channel')
  for (let tab = 0; tab < count; tab += 1) await add()
  await visitor.page.close()
  const sockets = (): number => faults.sockets().filter((socket) => socket.identity === identity).length
  await until(() => sockets() === 1 && tabs.some(({ hasSocket }) => hasSocket))

  return {
    tabs,
    identity,
    channelSid,
    get tokenRequests() {
      return tokenRequests
    },
    kept,
    told,
    complaints,
    sockets,
    leader: () => tabs.find(({ hasSocket }) => hasSocket),
    add,
    async kill(tab) {
      const session = await context.newCDPSession(tab.page)
      const gone = new Promise((resolve) => tab.page.once('crash', resolve))
      const at = Date.now()
      session.send('Page.crash').catch(() => {})
      await gone
      tabs.splice(tabs.indexOf(tab as (typeof tabs)[number]), 1)
      return at
    },
    stored,
    close: () => context.close(),
  }
}

/** Looks every few ms. @throws Error after `ms` */
export async function until(holds: () => boolean, ms = 30_000): Promise<void> {
  for (const end = Date.now() + ms; !holds();) {
    if (Date.now() > end) throw new Error(`Not within ${ms} ms: ${holds.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Nothing more is stored for so long, in which also a tab that hangs over its work would have been relieved: it never will be. */
const STANDSTILL_MS = 90_000

const MOST_WAITING = 20

export interface KillsReport {
  readonly tabs: number
  readonly kills: number
  /** ms from the order to kill the leader until the next is connected, and until the last tab is. */
  readonly takeoverMs: Quantiles
  readonly allBackMs: Quantiles
  readonly sent: number
  /** ms from the last Message until all were stored. */
  readonly settleMs: number
  readonly lost: number
  readonly storedTwice: number
  /** In one tab. */
  readonly toldTwice: number
  /** Once everything has settled. */
  readonly sockets: number
  readonly complaints: readonly string[]
}

export interface Quantiles {
  readonly median: number
  readonly p95: number
  readonly max: number
}

export function quantiles(values: readonly number[]): Quantiles {
  const sorted = values.toSorted((a, b) => a - b)
  return { median: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), max: quantile(sorted, 1) }
}

/** Several tabs write all the time; the one that holds the socket is killed, again and again, and another takes its place. */
export async function killLeaders(
  crowd: Crowd,
  { kills, random, onKill }: { readonly kills: number; readonly random: () => number; readonly onKill?: (done: number) => void },
): Promise<KillsReport> {
  const count = crowd.tabs.length
  const [takeovers, backs]: [number[], number[]] = [[], []]
  const toldBy = new Map<string, readonly string[]>()
  let written = 0
  let recent: { readonly text: string; readonly at: number }[] = []
  const writing = new AbortController()
  async function write(): Promise<void> {
    while (!writing.signal.aborted) {
      const tab = crowd.tabs[Math.floor(random() * crowd.tabs.length)]
      // A visitor types no faster than is sent, whatever the machine is busy with.
      recent = recent.filter(({ text, at }) => !crowd.told.has(text) && Date.now() - at < 20_000)
      if (tab && recent.length < MOST_WAITING) {
        const text = `message ${(written += 1)}`
        recent.push({ text, at: Date.now() })
        tab.send(text)
      }
      await new Promise((resolve) => setTimeout(resolve, 100 + random() * 200))
    }
  }
  const traffic = write()
  for (let kill = 1; kill <= kills; kill += 1) {
    await until(() => crowd.leader() !== undefined && crowd.sockets() === 1)
    await new Promise((resolve) => setTimeout(resolve, 200 + random() * 400))
    const leader = crowd.leader()!
    const at = await crowd.kill(leader)
    toldBy.set(leader.name, leader.heard)
    const isBack = ({ ready }: Tab): boolean => (ready.at(-1) ?? 0) > at
    const others = [...crowd.tabs]
    await until(() => others.every(isBack))
    const next = others.find(({ hasSocket }) => hasSocket)
    takeovers.push((next?.ready.findLast((time) => time > at) ?? Number.POSITIVE_INFINITY) - at)
    backs.push(Math.max(...others.map(({ ready }) => ready.find((time) => time > at)!)) - at)
    await leader.page.close()
    await crowd.add()
    onKill?.(kill)
  }
  writing.abort()
  await traffic
  const settleMs = await settled(crowd)
  for (const { name, heard } of crowd.tabs) toldBy.set(name, heard)
  const stored = crowd.stored()
  const twice = (values: readonly unknown[]): number => values.length - new Set(values).size
  return {
    tabs: count,
    kills,
    takeoverMs: quantiles(takeovers),
    allBackMs: quantiles(backs),
    sent: crowd.kept.size,
    settleMs,
    lost: [...crowd.kept].filter((id) => !stored.some((message) => message.id === id)).length,
    storedTwice: twice(stored.map(({ body }) => body)),
    toldTwice: [...toldBy.values()].reduce((sum, bodies) => sum + twice(bodies), 0),
    sockets: crowd.sockets(),
    complaints: crowd.complaints,
  }
}

/** Waits until all that was kept is stored, as long as that goes on. Resolves with how long it took, ms. */
async function settled(crowd: Crowd): Promise<number> {
  const began = Date.now()
  for (let before = -1, since = began; Date.now() - since < STANDSTILL_MS;) {
    const ids = new Set(crowd.stored().map(({ id }) => id))
    if ([...crowd.kept].every((id) => ids.has(id))) break
    if (ids.size > before) {
      before = ids.size
      since = Date.now()
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return Date.now() - began
}

export interface WakesReport {
  readonly tabs: number
  readonly wakes: number
  readonly tokenRequests: number
  readonly sockets: number
}

/** The device was asleep for `sleptMs`, in which the token came of age; then each tab wakes, many times. */
export async function wakeUp(crowd: Crowd, { wakes, sleptMs }: { readonly wakes: number; readonly sleptMs: number }): Promise<WakesReport> {
  const before = crowd.tokenRequests
  const each = Math.ceil(wakes / crowd.tabs.length)
  await Promise.all(
    crowd.tabs.map(({ page }) =>
      page.evaluate(
        async ([times, ms]) => {
          const now = Date.now
          Date.now = () => now() + ms
          for (let wake = 0; wake < times; wake += 1) {
            const type = ['focus', 'pageshow', 'online', 'visibilitychange'][wake % 4]!
            ;(type === 'visibilitychange' ? document : window).dispatchEvent(new Event(type, { bubbles: true }))
            if (wake % 10 === 9) await new Promise((resolve) => setTimeout(resolve, 5))
          }
        },
        [each, sleptMs] as const,
      ),
    ),
  )
  await new Promise((resolve) => setTimeout(resolve, 4_000))
  return { tabs: crowd.tabs.length, wakes: each * crowd.tabs.length, tokenRequests: crowd.tokenRequests - before, sockets: crowd.sockets() }
}
