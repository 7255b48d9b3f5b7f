import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { chromium, type Locator, type Page } from 'playwright-core'
import { gatherCrowd, killLeaders, until, wakeUp, type Crowd } from '../faults/crowd.ts'
import { chromiumLaunch } from '../support/chromium.ts'
import { seeded } from '../support/random.ts'
import { openDemo, type Stage } from './demo/support.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openDemo()
})
afterAll(() => stage?.close())

async function gather(count: number): Promise<Crowd> {
  const crowd = await gatherCrowd(stage, count)
  onTestFinished(() => crowd.close())
  return crowd
}

const say = (channelSid: string, body: string): void =>
  void stage.demo.service.domain
    .instance(stage.demo.service.credentials.serviceSid)
    .messages.create({ kind: 'system' }, channelSid, { body, from: 'agent' })

const open = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Open chat' }).click()
  await page.getByRole('dialog', { name: 'Chat' }).waitFor()
}
const launcher = (page: Page): Locator => page.getByRole('button', { name: /^(Open|Close) chat$/ })
const unread = (page: Page): Promise<string> =>
  launcher(page).evaluate((element) => {
    const root = element.getRootNode() as ParentNode & Node
    const ids = (element.getAttribute('aria-describedby') ?? '').split(/\s+/).filter(Boolean)
    return ids.map((id) => root.querySelector(`#${CSS.escape(id)}`)?.textContent ?? '').join(' ')
  })
const composer = (page: Page): Locator => page.getByRole('textbox', { name: 'Message' })
const shown = (page: Page, text: string): Locator => page.getByRole('log', { name: 'Messages' }).getByText(text, { exact: true })

test('three tabs have one socket; what is said, read and typed is so in each', async () => {
  const crowd = await gather(3)
  expect(crowd.sockets()).toBe(1)
  const [one, two, three] = crowd.tabs.map(({ page }) => page) as [Page, Page, Page]
  say(crowd.channelSid, 'to all of you')
  for (const page of [one, two, three]) await expect.poll(() => unread(page)).toContain('1 unread')
  await open(two)
  await shown(two, 'to all of you').waitFor()
  for (const page of [one, three]) await expect.poll(() => unread(page), { timeout: 5_000 }).toBe('')
  await open(one)
  await composer(two).fill('from the second')
  await composer(two).press('Enter')
  await shown(one, 'from the second').waitFor()
  expect([await shown(one, 'from the second').count(), await shown(two, 'from the second').count()]).toEqual([1, 1])
  const agent = await stage.newAgent()
  await agent.open()
  await agent.type('Good mor')
  for (const page of [one, two])
    await page
      .getByText(/is typing/)
      .first()
      .waitFor()
  expect([crowd.sockets(), crowd.complaints]).toEqual([1, []])
  await agent.close()
})

test('the tab that holds the socket is killed five times under traffic: another has it within a second, and nothing is lost or doubled', async () => {
  const crowd = await gather(3)
  const report = await killLeaders(crowd, { kills: 5, random: seeded(5) })
  expect(report).toMatchObject({ lost: 0, storedTwice: 0, toldTwice: 0, sockets: 1, complaints: [] })
  expect(report.sent).toBeGreaterThan(10)
  expect(report.takeoverMs.median).toBeLessThanOrEqual(1_000)
})

test('three hundred awakenings with a token that is due cost one request for a token', async () => {
  const crowd = await gather(3)
  expect(await wakeUp(crowd, { wakes: 300, sleptMs: 330_000 })).toEqual({ tabs: 3, wakes: 300, tokenRequests: 1, sockets: 1 })
  expect(crowd.complaints).toEqual([])
})

test('a leader that is about to be frozen lays the socket down, and catches up when it goes on', async () => {
  const crowd = await gather(2)
  const leader = crowd.leader()!
  const other = crowd.tabs.find((tab) => tab !== leader)!
  // Chromium freezes no page that it believes visible, as it does all that are driven from outside.
  const fire = (type: string): Promise<boolean> => leader.page.evaluate((name) => document.dispatchEvent(new Event(name)), type)
  await fire('freeze')
  await until(() => other.hasSocket && !leader.hasSocket)
  say(crowd.channelSid, 'said to the sleeper')
  await until(() => other.heard.includes('said to the sleeper'))
  expect(leader.heard).not.toContain('said to the sleeper')
  await fire('resume')
  await until(() => leader.heard.includes('said to the sleeper'))
  expect([crowd.sockets(), leader.hasSocket, leader.heard.filter((body) => body === 'said to the sleeper').length]).toEqual([1, false, 1])
})

test('a leader that goes to the cache of the browser leaves the socket to another, and is kept there', async () => {
  const browser = await chromium.launch({ ...chromiumLaunch(), ignoreDefaultArgs: ['--disable-back-forward-cache'] })
  onTestFinished(() => browser.close())
  const crowd = await gatherCrowd({ ...stage, browser }, 2)
  const leader = crowd.leader()!
  const other = crowd.tabs.find((tab) => tab !== leader)!
  const { page } = leader
  await page.evaluate(() => addEventListener('pageshow', ({ persisted }) => (document.title = `cached: ${persisted}`)))
  await page.goto(`${stage.url}/shop/mug.svg`)
  await until(() => other.hasSocket && crowd.sockets() === 1)
  say(crowd.channelSid, 'said behind your back')
  await page.evaluate(() => history.back()).catch(() => {})
  await expect.poll(() => page.title()).toBe('cached: true')
  await open(page)
  await shown(page, 'said behind your back').waitFor()
  expect(crowd.sockets()).toBe(1)
})

test('a leader in an endless loop is deposed by the first who needs it', async () => {
  const crowd = await gather(2)
  const leader = crowd.leader()!
  const other = crowd.tabs.find((tab) => tab !== leader)!
  await open(other.page)
  await composer(other.page).waitFor()
  const hung = leader.page.evaluate(() => {
    for (const end = Date.now() + 12_000; Date.now() < end;);
    return Date.now()
  })
  await composer(other.page).fill('is anybody there?')
  await composer(other.page).press('Enter')
  await until(() => crowd.stored().some(({ body }) => body === 'is anybody there?'))
  const storedAt = Date.now()
  expect(other.hasSocket).toBe(true)
  expect(await hung).toBeGreaterThan(storedAt)
  await until(() => crowd.sockets() === 1 && !leader.hasSocket)
  expect(crowd.stored().filter(({ body }) => body === 'is anybody there?').length).toBe(1)
})

test('a logout in one tab closes the panel in all, and leaves no socket', async () => {
  const crowd = await gather(3)
  const pages = crowd.tabs.map(({ page }) => page)
  await open(pages[1]!)
  await pages[2]!.evaluate(() => (window as unknown as { Parlour(command: string): Promise<void> }).Parlour('logout'))
  await pages[1]!.getByRole('dialog', { name: 'Chat' }).waitFor({ state: 'hidden' })
  await until(() => crowd.sockets() === 0)
  expect(await Promise.all(pages.map((page) => page.evaluate(() => localStorage.getItem('parlour:resume'))))).toEqual([null, null, null])
  expect(crowd.complaints).toEqual([])
})

test('a page that is left and come back to is live again, over one socket', async () => {
  const crowd = await gather(1)
  const { page } = crowd.tabs[0]!
  await page.goto(`${stage.url}/hostile`)
  await until(() => crowd.sockets() === 0)
  say(crowd.channelSid, 'said to an empty room')
  await page.goBack()
  await open(page)
  await shown(page, 'said to an empty room').waitFor()
  expect(crowd.sockets()).toBe(1)
})
