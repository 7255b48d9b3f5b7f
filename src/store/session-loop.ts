import { signal } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import { ChatError } from '../chat/errors.ts'
import type { ChatService, Connect } from '../chat/service.ts'
import { abortable } from '../lib/abortable.ts'
import { backoffMs } from '../lib/backoff.ts'
import { createBell } from '../lib/bell.ts'
import { within } from '../lib/deadline.ts'
import { createLifetime, firstOf, onEnd } from '../lib/lifetime.ts'
import type { Lifetime } from '../lib/lifetime.ts'
import type { PreChat } from './house.ts'
import type { LoadReception, Reception, ReceptionDeps } from './reception.ts'
import { nextSession } from './session.ts'
import type { SessionEvent, SessionState } from './session.ts'

interface Token {
  readonly jwt: string
  readonly identity: string
  readonly serviceSid: string
}

/** What the session needs of the token keeper. */
interface Credentials {
  get(reason: 'connect' | 'denied', signal: AbortSignal): Promise<{ readonly token: Token; readonly channelSid: string | null }>
  keepFresh(use: (token: Token) => Promise<void>, signal: AbortSignal): Promise<never>
  /** The held one, or another when that is to be renewed. */
  renew(signal: AbortSignal): Promise<string>
  /** Loads the code of both. */
  renewal(signal: AbortSignal): Promise<unknown>
  hurry(): void
  wake(): void
  forget(): void
}

export interface SessionDeps extends Omit<ReceptionDeps, 'service' | 'state' | 'dispatch' | 'fail' | 'signal'> {
  readonly credentials: Credentials
  /** Loads the adapter and with it the SDK. @throws ChatError `load-failed` */
  readonly loadConnect: () => Promise<Connect>
  readonly loadReception: LoadReception
  /** undefined = Twilio's own cloud */
  readonly serviceUrl: string | undefined
  /** Looks after a connection until `signal` ends. */
  readonly watch: (service: ChatService, signal: AbortSignal) => void
  /** The visitor logged out in another tab. */
  readonly loggedOut: () => void
  /** Resolves while the device is online. */
  readonly online: (signal: AbortSignal) => Promise<void>
  /** Hears of each change of either, after the signal has changed; `service` null = there is none. */
  readonly onState: (state: SessionState, service: ChatService | null) => void
}

export interface Session {
  readonly state: ReadonlySignal<SessionState>
  dispatch(event: SessionEvent): void
  /** Go for *ready*, once. */
  begin(): void
  /** The visitor, or the browser, thinks that it could work now; or that it may not work any more. */
  reconnect(): void
  start(answers?: PreChat): void
  /** Go to another Channel; without a connection nothing happens. */
  visit(channelSid: string): void
  /** Hang up and forget; `begin` may follow. */
  stop(): Promise<void>
}

interface Connected extends Awaited<ReturnType<LoadReception>> {
  readonly connected: ChatService
  /** The Channel that the back end named. */
  readonly named: string | null
}

const CONNECT_MS = 30_000
/** A connection that lasted this long was a good one: the next failure is the first again. */
const GOOD_MS = 30_000

export function createSession(deps: SessionDeps, lifetime: AbortSignal): Session {
  const { credentials, loadConnect, loadReception, serviceUrl, online, onState, report, clock, random } = deps
  const state = signal<SessionState>({ status: 'idle' })
  let reception: Reception | null = null
  const tryNow = createBell()
  let waiting = false
  let service: ChatService | null = null
  let run: { readonly life: Lifetime; readonly over: Promise<void> } | null = null

  function dispatch(event: SessionEvent): void {
    const next = nextSession(state.peek(), event)
    if (next === state.peek()) return
    state.value = next
    onState(next, service)
  }

  async function connect(reason: 'connect' | 'denied', signal: AbortSignal): Promise<Connected> {
    // All at once: the SDK is large and the token endpoint far.
    const [connectWith, { createReception }, { token, channelSid }] = await Promise.all([
      loadConnect(),
      loadReception(),
      credentials.get(reason, signal),
    ])
    dispatch({ type: 'authorised' })
    const visitor = `${token.serviceSid} ${token.identity}`
    const open = (inner: AbortSignal): Promise<ChatService> =>
      connectWith(token.jwt, { url: serviceUrl, signal: inner, visitor, renew: credentials.renew })
    const connected = await within(CONNECT_MS, open, {
      clock,
      signal,
      late: () => new ChatError('connection-failed', `The chat service did not answer within ${CONNECT_MS / 1_000} s`, { retryable: true }),
    })
    return { connected, named: channelSid, createReception }
  }

  /** Goes on until the service is lost for good. @throws ChatError why */
  async function stay({ connected, named, createReception }: Connected, outer: AbortSignal): Promise<never> {
    const life = createLifetime(outer)
    service = connected
    try {
      return await abortable<never>(life.signal, (_, fail) => {
        follow(connected, life.signal, fail)
        deps.watch(connected, life.signal)
        renewIn(connected, life.signal).catch(fail)
        reception = createReception({ ...deps, service: connected, state: () => state.peek(), dispatch, fail, signal: life.signal })
        reception.arrive(named).catch(fail)
      })
    } finally {
      service = null
      reception = null
      dispatch({ type: 'lost', at: clock.now() })
      onState(state.peek(), null)
      life.end()
      await connected.shutdown().catch(() => {})
    }
  }

  /** Of all tabs that share a connection only the one that holds it. */
  async function renewIn(connected: ChatService, signal: AbortSignal): Promise<never> {
    // Its code is here then when this tab has to take over.
    credentials.renewal(signal).catch(() => {})
    for (;;) {
      const lead = (await connected.leading?.(signal)) ?? signal
      await credentials
        .keepFresh((token) => connected.updateToken(token.jwt), lead)
        .catch((cause: unknown) => {
          if (signal.aborted || !lead.aborted) throw cause
        })
    }
  }

  function follow(connected: ChatService, signal: AbortSignal, fail: (cause: unknown) => void): void {
    let refreshing = false
    /** The service does not take our token any more: bring another. */
    async function refresh(): Promise<void> {
      if (refreshing || connected.leads === false) return
      refreshing = true
      try {
        const { token } = await credentials.get('denied', signal)
        await connected.updateToken(token.jwt)
      } catch (cause) {
        fail(cause)
      } finally {
        refreshing = false
      }
    }
    onEnd(signal, connected.on('tokenExpiring', credentials.hurry))
    onEnd(signal, connected.on('loggedOut', deps.loggedOut))
    onEnd(
      signal,
      connected.on('tokenExpired', () => void refresh()),
    )
    onEnd(
      signal,
      connected.on('connection', (connection) => {
        if (connection === 'connected') return dispatch({ type: 'restored' })
        dispatch({ type: 'lost', at: clock.now() })
        if (connection === 'denied') void refresh()
        if (connection === 'disconnected') fail(new ChatError('connection-failed', 'The connection was closed', { retryable: true }))
      }),
    )
  }

  async function keepTrying(signal: AbortSignal): Promise<void> {
    let reason: 'connect' | 'denied' = 'connect'
    let quiet = false
    for (let failures = 0; !signal.aborted;) {
      dispatch({ type: 'begun', quiet })
      let connectedAt = Infinity
      try {
        await online(signal)
        const arrived = await connect(reason, signal)
        connectedAt = clock.monotonic()
        reason = 'connect'
        await stay(arrived, signal)
      } catch (cause) {
        if (signal.aborted) return
        const error = ChatError.from(cause)
        if (clock.monotonic() - connectedAt > GOOD_MS) failures = 0
        failures += 1
        // Refused at the door: once more with a token made for that, before anybody is told.
        if (error.code === 'connection-denied' && reason === 'connect' && failures === 1) {
          reason = 'denied'
          continue
        }
        reason = 'connect'
        report(error)
        dispatch({ type: 'failed', error })
        quiet = !(await asked(error, failures, signal))
        if (!quiet) failures = 0
      }
    }
  }

  /** Waits until trying again makes sense: true = somebody asked for it. */
  async function asked({ retryable }: ChatError, failures: number, signal: AbortSignal): Promise<boolean> {
    waiting = true
    try {
      const wanted = (over: AbortSignal): Promise<boolean> => tryNow.wait(over).then(() => true)
      if (!retryable) return await wanted(signal)
      return await firstOf(signal, wanted, (over) => clock.sleep(backoffMs(failures + 1, random), over).then(() => false))
    } finally {
      waiting = false
    }
  }

  return {
    state,
    dispatch,
    begin() {
      if (run || lifetime.aborted) return
      const life = createLifetime(lifetime)
      run = { life, over: keepTrying(life.signal).catch(() => {}) }
    },
    reconnect() {
      if (waiting) tryNow.ring()
      credentials.wake()
      service?.probe({ quietMs: 0, withinMs: 1_500 }).catch(() => {})
    },
    start: (answers) => void reception?.start(answers),
    visit: (channelSid) => reception?.visit(channelSid),
    async stop() {
      const stopping = run
      run = null
      dispatch({ type: 'closed' })
      credentials.forget()
      stopping?.life.end()
      service?.shutdown({ everywhere: true }).catch(() => {})
      await stopping?.over
    },
  }
}
