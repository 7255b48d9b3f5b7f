import type { InitRegistration } from 'twilsock'
import { TwilsockClient } from 'twilsock'
import { ChatError } from '../chat/errors.ts'
import type { ProbeOptions } from '../chat/service.ts'
import type { ConnectionState } from '../chat/types.ts'
import type { Clock } from '../lib/clock.ts'
import { createEmitter } from '../lib/emitter.ts'
import type { Emitter } from '../lib/emitter.ts'
import { createLifetime } from '../lib/lifetime.ts'
import { connectionOf, needsKick } from './connection-state.ts'
import type { SocketState } from './connection-state.ts'
import { withOwnMutationId } from './mutation-id.ts'
import { quiet } from './quiet.ts'
import { ANSWER_WITHIN_MS, createRequests } from './requests.ts'
import type { Requests } from './requests.ts'
import { notingWindowListeners } from './window-listeners.ts'

export interface SocketEvents {
  connection: ConnectionState
  tokenExpiring: void
  tokenExpired: void
}

/** The socket that both SDKs share: twilsock, tamed. */
export interface Socket {
  /** For the SDKs, as their `twilsockClient` and `transport`. */
  readonly client: TwilsockClient
  readonly connection: ConnectionState
  /** The Access Token in use, for what does not go through the socket. */
  readonly token: string
  /** Why the service refused us last, in its words; null when it did not. */
  readonly refusal: string | null
  readonly on: Emitter<SocketEvents>['on']
  /** Dial for the first time. From `guard` on a hanging attempt is cut and repeated. */
  dial(): void
  guard(): void
  /** Drop the socket and connect again. @throws ChatError `network`, `connection-denied`, `connection-failed` */
  kick(): Promise<void>
  /** As the port's. @throws as `kick` */
  probe(options: ProbeOptions): Promise<void>
  /**
   * Go on with another token. `hand` gives it to the SDK; its promise is not believed (it resolves without effect,
   * or never).
   * @throws as `kick`
   */
  renew(token: string, hand: (token: string) => Promise<unknown>): Promise<void>
  /** Resolves within four seconds, whatever state the socket is in. */
  close(): Promise<void>
}

export interface SocketOptions {
  /** undefined = Twilio's own cloud */
  readonly url: string | undefined
  /** The kind of SDK, as Twilio's statistics name it. */
  readonly type: 'chat' | 'conversations'
  readonly registrations: readonly InitRegistration[]
  readonly clock: Clock
  /** [0, 1) */
  readonly random: () => number
}

const DIAL_WITHIN_MS = 8_000
/** One attempt after another gets more time, up to this, for a network that needs it. */
const LONGEST_DIAL_MS = 32_000
const JUST_NOW_MS = 500
/** The SDK's own timer of a disconnect takes 3 s. */
const DISCONNECT_WITHIN_MS = 3_500
/** Clients that were sent away together do not come back in the same millisecond. */
const SPREAD_MS = 250

/** Private in twilsock 1.0.2; the only listener that catches its `error`, and the only true state, are here. */
interface Internals {
  readonly channel: {
    readonly fsm: { readonly state: SocketState }
    readonly websocket: {
      readonly socket: WebSocket | null
      on(event: 'message', listener: () => void): void
    }
    on(event: string, listener: (event: never) => void): void
  }
}

/** The vendor's client, whose requests go our way. */
class PatientClient extends TwilsockClient {
  requests!: Requests
  /**
   * The first thing that either SDK asks for, its configuration (twilio-chat 6.0.0 `client.js`, @twilio/conversations
   * 3.0.1 `client.js`: `Client/v…/Configuration`): small, and answered by every service that took us in.
   */
  ask?: () => Promise<unknown>
  gone = false

  /** A token that comes when the connection is closed would open it again, for good. */
  override async updateToken(token: string): Promise<void> {
    if (!this.gone) await super.updateToken(token)
  }

  override get(...[url, headers, grant]: Parameters<TwilsockClient['get']>): ReturnType<TwilsockClient['get']> {
    const ask = () => super.get(url, headers, grant)
    this.ask ??= ask
    return this.requests.read(ask)
  }

  override post<Body extends Record<string, unknown>>(
    ...[url, headers, body, grant]: Parameters<TwilsockClient['post']>
  ): ReturnType<typeof TwilsockClient.prototype.post<Body>> {
    return this.requests.write(
      () => super.post<Body>(url, withOwnMutationId(url, headers as Record<string, string>, body), body, grant),
      String(body).length,
    )
  }

  override delete<Body extends Record<string, unknown>>(
    ...[url, headers, body, grant]: Parameters<TwilsockClient['delete']>
  ): ReturnType<typeof TwilsockClient.prototype.delete<Body>> {
    return this.requests.write(() => super.delete<Body>(url, headers, body, grant))
  }
}

export function createSocket(token: string, { url, type, registrations, clock, random }: SocketOptions): Socket {
  const { made: client, removeListeners } = notingWindowListeners(
    () =>
      new PatientClient(token, quiet.productId, {
        ...(url === undefined ? {} : { Twilsock: { uri: url } }),
        initRegistrations: [...registrations],
        retryPolicy: { min: 300, max: 8_000, randomness: 0.5 },
        ...quiet,
        tweaks: null,
        clientMetadata: { type, sdk: 'JS' },
      }),
  )
  const { channel } = client as unknown as Internals
  const emitter = createEmitter<SocketEvents>()
  const life = createLifetime()
  let currentToken = token
  let connection: ConnectionState = 'connecting'
  let refusal: string | null = null
  let guarded = false
  /** The service closed the socket because the token expired; nothing can be done before the next. */
  let expired = false
  let kicking: Promise<void> | null = null
  let dial = createLifetime()
  /** By the wall clock, which goes on while the device sleeps. */
  let dialledAt = 0
  let heardAt = 0
  let dialWithinMs = DIAL_WITHIN_MS
  let initAt = 0
  let roundTripMs = 0
  /** Somebody asked whether the service lives: resolves at the next thing that it says. */
  let heard: Promise<true> | null = null
  let tell = (_alive: true): void => {}

  const state = (): SocketState => channel.fsm.state
  const closed = (): boolean => life.signal.aborted
  const isConnected = (): boolean => !closed() && client.isConnected

  const requests = createRequests({
    clock,
    isConnected,
    connected,
    roundTripMs: () => roundTripMs,
    silent: () => void kick().catch(() => {}),
  })
  client.requests = requests

  // Without a listener its "error" is thrown in the middle of an update, which then never ends.
  channel.on('error', () => {})
  channel.on('stateChanged', assess)
  channel.on('beforeConnect', () => void watchDial())
  channel.on('beforeSendInit', () => void (initAt = clock.monotonic()))
  channel.on('initialized', () => {
    roundTripMs = clock.monotonic() - initAt
    dialWithinMs = DIAL_WITHIN_MS
  })
  channel.websocket.on('message', () => {
    heardAt = clock.now()
    heard = null
    tell(true)
  })
  channel.on('connectionError', ({ message, httpStatusCode }: { message: string; httpStatusCode: number | null }) => {
    if (httpStatusCode !== null) refusal = message
  })
  channel.on('tokenAboutToExpire', () => emitter.emit('tokenExpiring', undefined))
  channel.on('tokenExpired', () => {
    expired = true
    assess()
    emitter.emit('tokenExpired', undefined)
  })

  function assess(): void {
    if (isConnected()) dial.end()
    else requests.cut()
    const next = connectionOf(state(), { closed: closed(), expired })
    if (next !== connection) {
      connection = next
      emitter.emit('connection', next)
    }
    if (guarded && !kicking && needsKick(state(), { expired })) void comeBack()
  }

  /** After the service ended the connection. The pause also lets a `tokenExpired` arrive, which follows close 410. */
  async function comeBack(): Promise<void> {
    await clock.sleep(random() * SPREAD_MS, life.signal).catch(() => {})
    if (!closed() && !kicking && needsKick(state(), { expired })) await kick().catch(() => {})
  }

  /** A browser waits a minute or more for a server that does not answer, and the SDK as long as the browser. */
  async function watchDial(): Promise<void> {
    dial.end()
    const own = (dial = createLifetime(life.signal))
    dialledAt = clock.now()
    await clock.sleep(dialWithinMs, own.signal).catch(() => {})
    const hangs = !own.signal.aborted && (state() === 'connecting' || state() === 'initialising')
    own.end()
    if (!guarded || !hangs) return
    dialWithinMs = Math.min(2 * dialWithinMs, LONGEST_DIAL_MS)
    await kick().catch(() => {})
  }

  async function connected(ms: number): Promise<void> {
    if (isConnected()) return
    const waiting = createLifetime(life.signal)
    let off = (): void => {}
    try {
      await Promise.race([
        new Promise<void>((resolve) => (off = emitter.on('connection', () => isConnected() && resolve()))),
        clock.sleep(ms, waiting.signal).then(() => {
          throw noConnection(ms)
        }),
      ])
    } finally {
      off()
      waiting.end()
    }
  }

  async function kick(): Promise<void> {
    if (state() === 'unsupported') {
      throw new ChatError('connection-failed', 'The service ended the connection for good', { retryable: true, hint: 'Connect anew.' })
    }
    // Only so far: a new attempt that hangs may be kicked, too.
    await (kicking ??= dropAndDial().finally(() => (kicking = null)))
    await accepted()
  }

  async function dropAndDial(): Promise<void> {
    expired = false
    // In one tick, without waiting, the client would stay disconnected for good.
    await drop()
    if (closed()) throw new ChatError('not-ready', 'Closed')
    client.connect()
    assess()
  }

  async function probe({ quietMs, withinMs }: ProbeOptions): Promise<void> {
    const isYoung = (at: number, ms: number): boolean => Math.abs(clock.now() - at) < ms
    // Another token is on its way; this one would only be refused again.
    if (connection === 'denied') throw denied()
    if (isConnected()) {
      if (isYoung(heardAt, quietMs)) return
      if (!heard) {
        heard = new Promise((resolve) => (tell = resolve))
        client.ask?.().catch(() => {})
      }
      if ((await firstToHappen(heard, withinMs + roundTripMs)) === true) return
    }
    // An attempt of this very moment may be as good as another; an older one began in a network that was not there.
    if (!isConnected() && isYoung(dialledAt, JUST_NOW_MS)) {
      const error: unknown = await accepted(2 * JUST_NOW_MS).then(
        () => null,
        (cause: unknown) => cause,
      )
      if (!error) return
      if (state() === 'rejected') throw error
    }
    await kick()
  }

  /** Some states never finish to disconnect. */
  async function drop(): Promise<void> {
    if (state() === 'unsupported') return
    // In Node, a socket that is closed while it connects throws where nobody listens; in a browser it does not.
    channel.websocket.socket?.addEventListener('error', () => {})
    const dropping = createLifetime()
    await Promise.race([client.disconnect(), clock.sleep(DISCONNECT_WITHIN_MS, dropping.signal)]).finally(() => dropping.end())
  }

  /** Connected, or refused; whichever comes first. */
  async function accepted(ms = ANSWER_WITHIN_MS): Promise<void> {
    let off = (): void => {}
    const refused = new Promise<never>((_resolve, reject) => {
      off = emitter.on('connection', (next) => next === 'denied' && reject(denied()))
    })
    try {
      await Promise.race([connected(ms), refused])
    } finally {
      off()
    }
  }

  const denied = (): ChatError =>
    new ChatError('connection-denied', refusal ?? 'The service refused the Access Token', {
      hint: 'Is the Access Token signed with a key of this account, for this Service instance, and by a correct clock?',
    })

  async function renew(next: string, hand: (token: string) => Promise<unknown>): Promise<void> {
    // Two asked for another at the same time and got the same.
    if (next === currentToken && isConnected()) return
    // What the SDK left for the next tick would else hit the socket that the new token opens.
    await clock.sleep(0)
    const from = state()
    const isNew = next !== currentToken
    currentToken = next
    expired = false
    const answer = hand(next).then(
      () => 'accepted' as const,
      () => 'failed' as const,
    )
    if (isNew && from === 'connected') {
      const outcome = await firstToHappen(answer, ANSWER_WITHIN_MS)
      if (outcome === 'accepted' && isConnected()) return
      if (state() === 'rejected') throw denied()
    }
    // Here the SDK dials by itself; elsewhere the token is set, and a new socket brings it to the service.
    if (isNew && (from === 'rejected' || from === 'disconnected' || from === 'retrying')) return accepted()
    await clock.sleep(0)
    await kick()
  }

  async function firstToHappen<Outcome>(answer: Promise<Outcome>, ms: number): Promise<Outcome | 'lost' | 'late'> {
    const waiting = createLifetime(life.signal)
    let off = (): void => {}
    try {
      return await Promise.race([
        answer,
        new Promise<'lost'>((resolve) => (off = emitter.on('connection', (next) => next !== 'connected' && resolve('lost')))),
        clock.sleep(ms, waiting.signal).then(() => 'late' as const),
      ])
    } finally {
      off()
      waiting.end()
    }
  }

  return {
    client,
    get connection() {
      return connection
    },
    get token() {
      return currentToken
    },
    get refusal() {
      return refusal
    },
    on: emitter.on,
    dial: () => client.connect(),
    guard() {
      guarded = true
      assess()
    },
    kick,
    probe,
    renew,
    async close() {
      if (closed()) return
      client.gone = true
      life.end()
      requests.close()
      assess()
      emitter.clear()
      await drop()
      removeListeners()
    },
  }
}

const noConnection = (ms: number): ChatError => new ChatError('network', `No connection within ${ms / 1_000} s`, { retryable: true })
