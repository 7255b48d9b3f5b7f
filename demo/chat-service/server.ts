import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { Hono } from 'hono'
import { WebSocketServer } from 'ws'
import { ensureAccount, ensureContentSecret, loadCredentials, type Credentials } from './credentials.ts'
import { takeDataFolder } from './data-folder.ts'
import { createApiKeys } from './domain/api-keys.ts'
import { createDomain } from './domain/create-domain.ts'
import type { Domain, Instance, ServiceBus } from './domain/domain.ts'
import { createFaults, type Faults } from './faults.ts'
import { createKeyRing } from './key-ring.ts'
import { createKeyRoutes } from './key-routes.ts'
import { createMediaRoutes, MAX_MEDIA_BYTES } from './media.ts'
import { createMediaFiles, type MediaFiles } from './media/files.ts'
import { createContentSigner } from './media/signature.ts'
import { createPublicRest } from './rest/app.ts'
import { openDatabase } from './storage/database.ts'
import { expired, verifyAccessToken, type TokenAuthority, type TokenVerdict } from './twilsock/access-token.ts'
import { acceptConnection, type Connection, type ConnectionHost } from './twilsock/connection.ts'
import { MAX_PACKET_BYTES } from './twilsock/frame.ts'
import { createDeliveries } from './twilsock/deliveries.ts'
import { createHub, type Hub } from './twilsock/hub.ts'
import { createPresence } from './twilsock/presence.ts'
import { createUpstream } from './upstream/upstream.ts'

/** Wall clock, ms since the epoch. */
interface ServiceClock {
  now(): number
}

export interface ChatServiceOptions {
  /** Made when there is none. Only one service may use it at a time: bind the port first. */
  readonly dataDir: string
  /** As clients reach it, e.g. `http://127.0.0.1:4800` */
  readonly publicUrl: string
  readonly clock?: ServiceClock
  /** Online for so long after the last socket closed. Default 5 s. */
  readonly presenceGraceMs?: number
  /** A socket that did not answer the last ping is cut at the next. Default 25 s. */
  readonly pingIntervalMs?: number
}

export interface ChatServiceServer {
  /** As `credentials.json` says them now: after a rotation, with the new API key. */
  readonly credentials: Credentials
  readonly domain: Domain
  /** Public REST below `/v2` and `/v1`, media below `/v1/Services`, API keys below `/2010-04-01` */
  readonly app: Hono
  /** True when it took the request: a WebSocket at `/twilsock`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  readonly faults: Faults
  /** Cuts all sockets, closes the file. */
  close(): Promise<void>
}

/**
 * The local chat service: Twilio on one machine. Everything it acknowledges is on disk.
 * @throws Error while another service has the data folder, or when its file cannot be read
 */
export function createChatService(options: ChatServiceOptions): ChatServiceServer {
  const giveBack = takeDataFolder(options.dataDir)
  try {
    return openService(options, giveBack)
  } catch (error) {
    giveBack()
    throw error
  }
}

function openService(options: ChatServiceOptions, giveBack: () => void): ChatServiceServer {
  const { dataDir, clock = Date, presenceGraceMs = 5_000, pingIntervalMs = 25_000 } = options
  const publicUrl = options.publicUrl.replace(/\/+$/, '')
  const now = (): number => clock.now()
  const report = (error: unknown): void => console.error(error)

  const database = openDatabase(join(dataDir, 'chat.sqlite'))
  const { domain, bus } = createDomain({ database, accountSid: ensureAccount(database), clock })
  const apiKeys = createApiKeys(database, { clock })
  const contentSecret = ensureContentSecret(database)
  const parts = { dataDir, publicUrl, database, domain, apiKeys }
  let credentials = loadCredentials(parts)

  const deliveries = createDeliveries(({ serviceSid, identity, channelSid, indexes }) =>
    within(domain, serviceSid, ({ receipts }) => receipts.deliver(identity, channelSid, [...indexes])),
  )
  const hub = createHub(publicUrl, deliveries)
  const connections = new Set<Connection>()
  const faults = createFaults(() => [...connections])
  const presence = createPresence(presenceGraceMs, (serviceSid, identity, online) =>
    within(domain, serviceSid, ({ users }) => users.setOnline(identity, online)),
  )
  const files = createMediaFiles(join(dataDir, 'media'), MAX_MEDIA_BYTES)
  files.sweep((sid) => database.get('SELECT 1 FROM media WHERE sid = ?', [sid]) !== undefined).catch(report)
  listenToBus(bus, domain, hub, files, report)

  const authority: TokenAuthority = {
    accountSid: domain.accountSid,
    now,
    findKey: (sid) => apiKeys.find(sid),
    serviceExists: (sid) => within(domain, sid, () => true) ?? false,
  }
  const verify = async (token: unknown): Promise<TokenVerdict> => (faults.isExpired(token) ? expired : verifyAccessToken(token, authority))

  const keyExists = (sid: string): boolean => apiKeys.find(sid) !== undefined

  const host: ConnectionHost = {
    now,
    verify,
    keyExists,
    admit(connection) {
      domain.instance(connection.serviceSid).users.ensure(connection.identity)
      connections.add(connection)
      hub.join(connection)
      faults.admitted(connection)
      presence.arrived(connection.serviceSid, connection.identity)
    },
    dismiss(connection) {
      connections.delete(connection)
      hub.leave(connection)
      presence.left(connection.serviceSid, connection.identity)
    },
    acknowledged: deliveries.acknowledged,
    answer: createUpstream({ domain, database, hub, publicUrl, faults, report }),
    onDurable: (callback) => database.onDurable(callback),
    report,
  }

  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_PACKET_BYTES, perMessageDeflate: false, clientTracking: true })
  const pings = setInterval(() => connections.forEach(({ wire }) => wire.checkAlive()), pingIntervalMs)
  pings.unref()
  const timers = setInterval(() => runTimers(domain, report), stateTimersMs)
  timers.unref()

  const ring = createKeyRing({
    ...parts,
    rotated: (fresh) => void (credentials = fresh),
    revoked: (sid) => {
      for (const connection of [...connections]) if (connection.keySid() === sid) connection.terminate()
    },
  })

  const app = new Hono()
  app.route('/', createKeyRoutes({ accountSid: domain.accountSid, apiKeys, ring, durable: () => database.durable(), report }))
  app.route('/', createPublicRest({ domain, apiKeys, publicUrl, durable: () => database.durable() }))
  app.route(
    '/',
    createMediaRoutes({
      domain,
      files,
      signer: createContentSigner(contentSecret, now),
      publicUrl,
      verify,
      keyExists,
      durable: () => database.durable(),
      report,
    }),
  )

  return {
    credentials: live(() => credentials),
    domain,
    app,
    faults,
    upgrade(request, socket, head) {
      if (new URL(request.url ?? '/', publicUrl).pathname !== '/twilsock') return false
      sockets.handleUpgrade(request, socket, head, (client) => acceptConnection(client, host))
      return true
    },
    async close() {
      clearInterval(pings)
      clearInterval(timers)
      await Promise.all(
        [...sockets.clients].map(
          (client) =>
            new Promise<void>((resolve) => {
              client.once('close', () => resolve())
              client.terminate()
            }),
        ),
      )
      presence.close()
      deliveries.close()
      database.close()
      giveBack()
    },
  }
}

/** Each look at a field is a look at what there is now. */
function live(now: () => Credentials): Credentials {
  return {
    get accountSid() {
      return now().accountSid
    },
    get apiKeySid() {
      return now().apiKeySid
    },
    get apiKeySecret() {
      return now().apiKeySecret
    },
    get serviceSid() {
      return now().serviceSid
    },
    get restUrl() {
      return now().restUrl
    },
    get twilsockUrl() {
      return now().twilsockUrl
    },
  }
}

/** What the domain tells, passed on to sockets and files. It is on disk by then. */
function listenToBus(bus: ServiceBus, domain: Domain, hub: Hub, files: MediaFiles, report: (error: unknown) => void): void {
  bus.on('sync', (event) => hub.publish(event))
  bus.on('revoked', ({ serviceSid, identity, objectSids }) => {
    within(domain, serviceSid, (instance) => hub.revoke(instance, identity, objectSids))
  })
  bus.on('userRemoved', ({ serviceSid, identity }) => {
    for (const peer of hub.peers(serviceSid)) if (peer.identity === identity) peer.terminate()
  })
  bus.on('serviceRemoved', ({ serviceSid }) => {
    for (const peer of hub.peers(serviceSid)) peer.terminate()
  })
  bus.on('mediaRemoved', ({ sids }) => {
    for (const sid of sids) files.remove(sid).catch(report)
  })
}

/** How often conversations are looked through for timers that ran out; the shortest timer is a minute. */
const stateTimersMs = 5_000

function runTimers(domain: Domain, report: (error: unknown) => void): void {
  try {
    let page = domain.services.list({ limit: 1_000 })
    for (;;) {
      for (const { sid } of page.items) domain.instance(sid).channels.runTimers()
      if (page.next === null) return
      page = domain.services.list({ limit: 1_000, cursor: page.next })
    }
  } catch (error) {
    report(error)
  }
}

/** Undefined when the Service instance is gone: by the time that something is announced or a timer ends, it may be. */
function within<T>(domain: Domain, serviceSid: string, work: (instance: Instance) => T): T | undefined {
  let instance: Instance
  try {
    instance = domain.instance(serviceSid)
  } catch {
    return undefined
  }
  return work(instance)
}
