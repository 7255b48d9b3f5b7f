import type { HttpBindings } from '@hono/node-server'
import type { Context, MiddlewareHandler } from 'hono'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { createAccessTokens } from './access-token.ts'
import { createCounter } from './counter.ts'
import { openFeedback } from './feedback.ts'
import { createQueue } from './queue.ts'
import { createAdminReads, createAdminRemoval } from './admin.ts'
import { createAgentRoutes, needAgent, openAgentSession } from './agent.ts'
import { openArchives } from './archive.ts'
import { answerError, describe } from './errors.ts'
import { openJournal } from './journal.ts'
import type { Lifecycle } from './lifecycle.ts'
import { createLifecycle } from './lifecycle.ts'
import type { RateLimitOptions } from './rate-limit.ts'
import { createRateLimit, limitedBy } from './rate-limit.ts'
import { ensureRoles } from './roles.ts'
import type { Colleague } from './roles.ts'
import type { TwilioService } from './rooms.ts'
import { sameSite } from './same-site.ts'
import { createConversations } from './start.ts'
import type { TokenFaults } from './token-faults.ts'
import { injectTokenFaults } from './token-faults.ts'
import type { Credentials } from './twilio-client.ts'
import { openRooms } from './twilio-client.ts'
import { createVisitorRoutes } from './visitor.ts'
import type { VisitorEnv } from './visitor-cookie.ts'
import { knowVisitor, needVisitor } from './visitor-cookie.ts'

export interface HostBackendOptions {
  readonly credentials: Credentials
  /** Which of Twilio's two APIs. */
  readonly service: TwilioService
  /** Base address of a local chat service. The one change to production: leave it out. */
  readonly chatBaseUrl?: string
  /** Origins of the pages that may ask, e.g. `https://www.example.com`. */
  readonly publicOrigins: readonly string[]
  /** Where archives and the journal of endings lie. */
  readonly dataDir: string
  /** At least 32 characters; the same one after a restart, or all visitors are strangers. */
  readonly cookieSecret: string
  /** Life of an Access Token in seconds, 60 to 86,400. */
  readonly tokenTtlS: number
  readonly agentIdentity: string
  /** Demo only: whoever opens `/console` is the agent, for `/agent/*` and `/admin/*`. Without it none of the three is served. */
  readonly demoConsole?: boolean
  /** Identities that no token may bear, beside `system`: the widget's `channelCreators`. */
  /** Demo only: who else may sit at the console, as `/console?as=<identity>`; conversations are handed over between them. */
  readonly colleagues?: readonly Colleague[]
  readonly reservedIdentities?: readonly string[]
  readonly limits?: { readonly visitor?: RateLimitOptions; readonly address?: RateLimitOptions }
  /** Address of the asking machine. Default: of the socket. Behind a proxy: the header that your proxy, and only it, sets. */
  readonly addressOf?: (c: Context) => string
  /** ms; for the rate limits. */
  readonly clock?: { now(): number }
  readonly log?: (line: string) => void
  /** For tests and the QA panel only. */
  readonly tokenFaults?: TokenFaults
}

export interface HostBackend {
  /** `/token`, `/start`, `/end`, `/rate`, `/leave`; in the demo also `/agent/*` and `/admin/*`, and it opens the agent's session on `/console`. */
  readonly app: Hono<Env>
  readonly lifecycle: Lifecycle
}

type Env = VisitorEnv & { Bindings: HttpBindings }

/** Makes the Roles, finishes the endings that a crash cut short, and serves the widget's requests. */
export async function createHostBackend(options: HostBackendOptions): Promise<HostBackend> {
  const { credentials, publicOrigins, dataDir, cookieSecret, agentIdentity, log = console.error, addressOf = socketAddress } = options
  if (cookieSecret.length < 32) throw new RangeError('cookieSecret must have at least 32 characters.')
  const mint = createAccessTokens(credentials, options.tokenTtlS, options.reservedIdentities)
  mint(agentIdentity) // A reserved name is refused now, not at the agent's first request.
  const rooms = openRooms(options.service, credentials, options.chatBaseUrl)
  const { colleagues = [] } = options
  const roles = await ensureRoles(rooms, agentIdentity, colleagues)
  const queue = createQueue(rooms, options.demoConsole ? await rooms.list({ limit: 1_000 }) : [])
  const archives = await openArchives(dataDir, rooms)
  const lifecycle = createLifecycle({ rooms, journal: await openJournal(dataDir), archives, onEnd: queue.leave })
  const feedback = await openFeedback(dataDir, () => (options.clock ?? Date).now())
  for (const { channelSid, error } of await lifecycle.resume()) log(`The end of ${channelSid} waits for the next start: ${describe(error)}`)
  const staff = [{ identity: agentIdentity, name: 'Agent' }, ...colleagues] as const
  const conversations = createConversations({ rooms, roles, agentIdentity, staff: staff.map(({ identity }) => identity), queue, lifecycle })

  const now = () => (options.clock ?? Date).now()
  const perVisitor = createRateLimit(options.limits?.visitor ?? { burst: 30, perSecond: 0.5 }, now)
  const perAddress = createRateLimit(options.limits?.address ?? { burst: 300, perSecond: 10 }, now)
  const limitVisitor = limitedBy(perVisitor, (c: Context<Env>) => c.get('visitor'))
  const bounded = [limitedBy(perAddress, addressOf), bodyLimit({ maxSize: 16_384, onError: tooLarge })] as const
  const posted = [sameSite(publicOrigins), ...bounded] as const
  const visited = [privateAnswer, crossOrigin(publicOrigins), ...posted] as const

  const app = new Hono<Env>()
  app.onError(answerError(log))

  app.use('/token', ...visited, knowVisitor(cookieSecret))
  const asked = ['/start', '/end', '/rate', '/leave']
  for (const path of asked) app.use(path, ...visited, needVisitor(cookieSecret))
  for (const path of ['/token', ...asked]) app.use(path, limitVisitor)
  if (options.tokenFaults) app.use('/token', injectTokenFaults(options.tokenFaults, mint))
  app.route('/', createVisitorRoutes({ mint, conversations, lifecycle, feedback }))
  if (!options.demoConsole) return { app, lifecycle }

  const onlyAgent = needAgent(agentIdentity, cookieSecret)
  app.use('/console', openAgentSession(agentIdentity, cookieSecret))
  app.use('/agent/*', privateAnswer, ...posted, onlyAgent)
  app.route('/agent', createAgentRoutes({ staff, mint, lifecycle, queue, counter: createCounter({ rooms, roles, queue }), feedback }))
  app.use('/admin/remove', privateAnswer, ...posted, onlyAgent)
  app.route('/admin/remove', createAdminRemoval(rooms))
  app.use('/admin/*', privateAnswer, sameSite(publicOrigins, 'GET'), ...bounded, onlyAgent)
  app.route('/admin', createAdminReads(rooms))
  return { app, lifecycle }
}

const privateAnswer: MiddlewareHandler = (c, next) => {
  c.header('Cache-Control', 'no-store')
  c.header('X-Content-Type-Options', 'nosniff')
  c.header('Referrer-Policy', 'no-referrer')
  return next()
}

/** Lets a listed page read the answer also when it lies on another origin than this back end (www. and api., for example). */
const crossOrigin = (origins: readonly string[]): MiddlewareHandler =>
  cors({
    origin: [...origins],
    credentials: true,
    allowMethods: ['POST'],
    allowHeaders: ['Content-Type'],
    exposeHeaders: ['Retry-After'],
  })

const socketAddress = (c: Context): string => (c as Context<Env>).env?.incoming?.socket.remoteAddress ?? 'unknown'

const tooLarge = (c: Context): Response => c.json({ error: 'The body is too large.' }, 413)
