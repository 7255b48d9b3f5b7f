import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Hono } from 'hono'
import { cspReports } from './csp-reports.ts'
import { escapeHtml, fill } from './template.ts'
import type { TwilioService } from '../host-backend/rooms.ts'
import { serviceOf } from '../page-service.ts'
import { serveFiles } from '../static.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))

/** What a careful website sends with every page, whatever it embeds. */
const headers = {
  'Cache-Control': 'no-cache',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Content-Security-Policy': "base-uri 'none'; object-src 'none'; frame-ancestors 'self'",
}

/** What `/pre-chat` asks, and when the workshop is open; as JSON, which is what an attribute holds. */
const frontDesk = {
  preChat: JSON.stringify([
    { name: 'name', label: 'Your name', required: true, maxLength: 60, autocomplete: 'name' },
    { name: 'email', label: 'E-mail', type: 'email' },
    { name: 'topic', label: 'What is it about?', type: 'select', required: true, options: ['An order', 'A course', 'Something else'] },
    { name: 'photos', label: 'I have photographs to show', type: 'checkbox' },
  ]),
  hours: JSON.stringify({
    timeZone: 'Europe/London',
    open: [
      { days: ['wed', 'thu', 'fri'], from: '10:00', to: '17:00' },
      { days: ['sat'], from: '09:00', to: '16:00' },
    ],
    closed: ['2026-12-25', '2026-12-26'],
  }),
}

interface HostPagesOptions {
  /** Holds the built single-page app. */
  readonly spaFolder: string
  /** Which of Twilio's services the chat is told to use, unless the page's address asks for another. */
  readonly service: TwilioService
}

/** The pages of the shop that has the chat on it. */
export function createHostPages({ spaFolder, service }: HostPagesOptions): Hono {
  const app = new Hono()
  app.get('/', async (c) => c.html(await page('index', c.req.url, serviceOf(c, service)), 200, headers))
  for (const name of ['element', 'cross-origin', 'hostile']) {
    app.get(`/${name}`, async (c) => c.html(await page(name, c.req.url, serviceOf(c, service)), 200, headers))
  }
  app.get('/pre-chat', async (c) => {
    const away = /^(true|auto)$/.exec(c.req.query('away') ?? '')?.[0] ?? 'false'
    return c.html(await page('pre-chat', c.req.url, serviceOf(c, service), { ...frontDesk, away }), 200, headers)
  })
  app.get('/csp', async (c) => {
    const nonce = randomBytes(16).toString('base64')
    const policy = strictPolicy(nonce, new URL(c.req.url).host)
    const body = await page('csp', c.req.url, serviceOf(c, service), { nonce, policy: policy.replaceAll('; ', ';\n') })
    return c.html(body, 200, { ...headers, 'Cache-Control': 'no-store', 'Content-Security-Policy': policy })
  })
  app.route('/csp/reports', cspReports())
  app.get('/shop/*', serveFiles('/shop/', `${folder}shop`))
  app.get('/spa', (c) => c.redirect('/spa/'))
  app.get('/spa/assets/*', serveFiles('/spa/assets/', `${spaFolder}/assets`))
  // Every address inside the app is the app's own to route.
  app.get('/spa/*', async (c) => {
    const template = await readFile(`${spaFolder}/index.html`, 'utf8')
    return c.html(fill(template, { service: serviceOf(c, service) }), 200, headers)
  })
  return app
}

/** The strictest policy that the chat is made for, word by word; for a service on Twilio, name its hosts in `connect-src`. */
function strictPolicy(nonce: string, host: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self'",
    `connect-src 'self' ws://${host}`,
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
    'report-uri /csp/reports',
  ].join('; ')
}

async function page(name: string, url: string, service: TwilioService, values: Readonly<Record<string, string>> = {}): Promise<string> {
  const here = new URL(url)
  const other = new URL(here.origin)
  // One machine, two origins: a browser knows no kinship between these names.
  other.hostname = here.hostname === 'localhost' ? '127.0.0.1' : 'localhost'
  const [template, head, top, foot] = await Promise.all([read(name), read('parts/head'), read('parts/top'), read('parts/foot')])
  const texts = { service, serviceUrl: `ws://${here.host}/twilsock`, other: other.origin, ...values }
  const escaped = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, escapeHtml(text)]))
  return fill(template, { head, top, foot, ...escaped })
}

const read = (name: string): Promise<string> => readFile(`${folder}${name}.html`, 'utf8')
