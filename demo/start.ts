import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Hono } from 'hono'
import { built, buildDemo, projectDir } from './build.ts'
import { listen } from './chat-service/http.ts'
import { createChatService, type ChatServiceServer } from './chat-service/server.ts'
import { createConsolePage } from './console/page.ts'
import { createGallery } from './gallery/page.ts'
import { createHostBackend } from './host-backend/app.ts'
import type { TwilioService } from './host-backend/rooms.ts'
import { readService } from './host-backend/twilio-client.ts'
import { createHostPages } from './host-pages/pages.ts'
import { createQaActions } from './qa/actions.ts'
import { createQaRoutes } from './qa/routes.ts'
import { createTokenFaultQueue } from './qa/token-faults.ts'
import { serveFiles } from './static.ts'

export interface DemoOptions {
  /** 0 = any free one */
  readonly port: number
  readonly dataDir: string
  /** Build what is missing or stale first. Default true. */
  readonly build?: boolean
  /** Life of the visitors' Access Tokens in seconds. Default 600. */
  readonly tokenTtlS?: number
  /** Which of Twilio's two services the back end, the pages and the console use. Default `chat`. */
  readonly service?: TwilioService
  readonly log?: (line: string) => void
}

export interface Demo {
  /** `http://127.0.0.1:4800` */
  readonly url: string
  readonly service: ChatServiceServer
  close(): Promise<void>
}

/** The whole house on one port of 127.0.0.1. @throws Error `EADDRINUSE` when the port is taken */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { port, dataDir, build = true, tokenTtlS = 600, service: sdk = 'chat', log = console.log } = options
  if (build) await buildDemo((what) => log(`Building the ${what} …`))
  await mkdir(dataDir, { recursive: true })

  // The port comes first: who holds it is alone with the data folder.
  let house: Hono | undefined
  let service: ChatServiceServer | undefined
  const door = new Hono()
  door.all('*', (c) => house?.fetch(c.req.raw, c.env) ?? c.text('Starting …', 503, { 'Retry-After': '1' }))
  const server = await listen(door, (request, socket, head) => service?.upgrade(request, socket, head) ?? false, port)
  const url = `http://127.0.0.1:${server.port}`
  const publicOrigins = [url, `http://localhost:${server.port}`]

  try {
    service = createChatService({ dataDir, publicUrl: url })
    // The back end talks to the chat service as it would to Twilio: over HTTP, from its very start.
    house = service.app
    const tokenFaults = createTokenFaultQueue()
    const backend = await createHostBackend({
      credentials: service.credentials,
      service: sdk,
      chatBaseUrl: url,
      publicOrigins,
      dataDir,
      cookieSecret: await keptSecret(join(dataDir, 'cookie-secret')),
      tokenTtlS,
      agentIdentity: 'agent',
      demoConsole: true,
      colleagues: [{ identity: 'robin', name: 'Robin' }],
      tokenFaults,
    })
    house = new Hono()
      .route('/', backend.app)
      .route('/', service.app)
      .route('/console', createConsolePage(sdk))
      .route('/gallery', createGallery())
      .route('/qa', createQaRoutes(createQaActions(service, tokenFaults), publicOrigins))
      .get('/pages/*', serveFiles('/pages/', built.pages))
      .route('/', createHostPages({ spaFolder: built.spa, service: sdk }))
      .get('/*', serveFiles('/', built.widget))
  } catch (error) {
    await Promise.all([server.close(), service?.close()])
    throw error
  }

  const { close } = service
  return {
    url,
    service,
    async close() {
      // Together: the one waits for the sockets that the other cuts.
      await Promise.all([server.close(), close()])
    },
  }
}

/** The same after a restart, or every visitor would be a stranger. Mode 0600. */
async function keptSecret(file: string): Promise<string> {
  await writeFile(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 }).catch((error: { code?: string }) => {
    if (error.code !== 'EEXIST') throw error
  })
  return readFile(file, 'utf8')
}

async function main(): Promise<void> {
  const port = Number(process.env['PORT'] ?? 4800)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new RangeError('PORT must be a number from 0 to 65535.')
  const tokenTtlS = Number(process.env['TOKEN_TTL'] ?? 600)
  const dataDir = process.env['PARLOUR_DATA'] ?? join(projectDir, '.parlour')
  const service = readService(process.env['SERVICE'])
  const demo = await startDemo({ port, dataDir, tokenTtlS, service })
  console.log(`
  Parlour is open.

  The shop, as a visitor   ${demo.url}/
  The agent's console      ${demo.url}/console
  Other ways to build in   ${demo.url}/spa/  /element  /csp  /cross-origin  /hostile
  What can go wrong        ${demo.url}/qa
  Every state to look at   ${demo.url}/gallery

  Service: ${service}   Data: ${dataDir}   Stop with Ctrl+C.
`)
  let closing = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // Asked twice, it goes at once.
      if (closing) process.exit(1)
      closing = true
      demo.close().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main().catch((error: Error & { code?: string }) => {
    const port = process.env['PORT'] ?? 4800
    console.error(
      error.code === 'EADDRINUSE' ? `Port ${port} is taken: stop what uses it, or choose another with PORT=4801 npm start.` : error.message,
    )
    process.exit(1)
  })
}
