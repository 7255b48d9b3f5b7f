import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { openDemo, type Stage } from './support.ts'
import { watchProblems } from './watch.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openDemo()
})
afterAll(() => stage?.close())

const withChat = ['/', '/spa/', '/spa/care', '/element', '/csp', '/cross-origin']

test.each(withChat)('%s shows the launcher, and neither the page nor its CSP complains', async (path) => {
  const visitor = await stage.newVisitor(path)
  await visitor.launcher.waitFor()
  expect(await visitor.launcher.isVisible()).toBe(true)
  expect(visitor.problems).toEqual([])
  expect(await stage.cspReports()).toEqual([])
  await visitor.close()
})

test.each(['/console', '/qa', '/hostile'])('%s opens without a complaint', async (path) => {
  const page = await stage.browser.newPage()
  const problems = watchProblems(page)
  const response = await page.goto(`${stage.url}${path}`, { waitUntil: 'load' })
  await page.waitForTimeout(500)
  expect(response?.status()).toBe(200)
  expect(problems).toEqual([])
  expect(await stage.cspReports()).toEqual([])
  await page.close()
})

test.each(['/', '/spa/', '/element', '/csp', '/cross-origin'])('axe finds nothing to say of %s, light or dark', async (path) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const visitor = await stage.newVisitor(path, { colorScheme })
    await visitor.launcher.waitFor()
    expect(await violations(visitor.page)).toEqual([])
    await visitor.close()
  }
})

test('a page whose chat is never opened loads one script, sets no cookie, keeps nothing, opens no socket', async () => {
  const context = await stage.browser.newContext()
  const page = await context.newPage()
  const requests: string[] = []
  const sockets: string[] = []
  page.on('request', (request) => requests.push(`${request.resourceType()} ${new URL(request.url()).pathname}`))
  page.on('websocket', (socket) => sockets.push(socket.url()))
  await page.goto(`${stage.url}/`)
  await page.getByRole('button', { name: 'Open chat' }).waitFor()
  await page.waitForTimeout(1_500)

  const others = ['document', 'stylesheet', 'image', 'other']
  expect(requests.filter((request) => !others.includes(request.split(' ')[0] ?? ''))).toEqual(['script /parlour.js'])
  expect(sockets).toEqual([])
  expect(await context.cookies()).toEqual([])
  const kept = await page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }))
  expect(kept).toEqual({ local: 0, session: 0, databases: 0, caches: 0, workers: 0 })
  await context.close()
})

test('the bundle answers any origin with CORS, and only names with a hash may be kept', async () => {
  const loader = await fetch(`${stage.url}/parlour.js`)
  expect(loader.headers.get('access-control-allow-origin')).toBe('*')
  expect(loader.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  expect(loader.headers.get('x-content-type-options')).toBe('nosniff')
  expect(loader.headers.get('cache-control')).toBe('no-cache')
  const widget = await (await fetch(`${stage.url}/widget.js`)).text()
  const chunk = /chunks\/[\w.-]+\.js/.exec(widget)?.[0]
  expect(chunk).toBeDefined()
  expect((await fetch(`${stage.url}/${chunk}`)).headers.get('cache-control')).toContain('immutable')
})

test.each([
  '/../package.json',
  '/%2e%2e/package.json',
  '/shop/..%2f..%2fstart.ts',
  '/chunks/',
  '/credentials.json',
  '/.parlour/credentials.json',
])('nothing beside the built files is served: %s', async (path) => {
  const response = await fetch(`${stage.url}${path}`)
  expect(response.status).toBe(404)
})

test('the CSP page gives every answer a nonce of its own', async () => {
  const policies = await Promise.all([1, 2].map(async () => (await fetch(`${stage.url}/csp`)).headers.get('content-security-policy')))
  expect(policies[0]).toContain("trusted-types 'none'")
  expect(policies[0]).not.toBe(policies[1])
})

test('the QA panel does nothing for another website', async () => {
  const post = (headers: Record<string, string>) => fetch(`${stage.url}/qa/reset`, { method: 'POST', body: '{}', headers })
  expect((await post({ 'Content-Type': 'application/json', Origin: 'https://evil.example' })).status).toBe(403)
  expect((await post({ 'Content-Type': 'application/json' })).status).toBe(403)
  expect((await post({ 'Content-Type': 'text/plain', Origin: stage.url })).status).toBe(415)
  expect((await post({ 'Content-Type': 'application/json', Origin: stage.url })).status).toBe(200)
})
