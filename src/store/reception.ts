import type { ReadonlySignal } from '@preact/signals-core'
import { ChatError } from '../chat/errors.ts'
import type { ChatService } from '../chat/service.ts'
import type { Channel } from '../chat/types.ts'
import { backoffMs } from '../lib/backoff.ts'
import type { Clock } from '../lib/clock.ts'
import { createLifetime, onEnd } from '../lib/lifetime.ts'
import type { Lifetime } from '../lib/lifetime.ts'
import { retry } from '../lib/retry.ts'
import type { PreChat, RequestStart } from './house.ts'
import { channelOf, isOpen } from './session.ts'
import type { SessionEvent, SessionState } from './session.ts'
import { hasEnded, isOurs, isTrusted, pickChannel } from './trust.ts'

export interface ReceptionDeps {
  readonly service: ChatService
  readonly creators: readonly string[]
  readonly requestStart: RequestStart | null
  /** The end endpoint is being asked. */
  readonly ending: ReadonlySignal<boolean>
  readonly state: () => SessionState
  readonly dispatch: (event: SessionEvent) => void
  /** Read what is in the Channel and follow it until `signal` ends. @throws ChatError */
  readonly enter: (service: ChatService, channel: Channel, signal: AbortSignal) => Promise<void>
  readonly updated: (channel: Channel) => void
  /** The Channel can be read no more. */
  readonly gone: (channelSid: string) => void
  readonly report: (error: ChatError) => void
  readonly distrust: (channel: Channel) => void
  readonly clock: Clock
  readonly random: () => number
  /** What began by itself (the back end added us to a Channel) broke the session. */
  readonly fail: (cause: unknown) => void
  readonly signal: AbortSignal
}

/** With a connected service in hand: which Channel is entered, and when it is over. */
export interface Reception {
  /** Enter the Channel that the host named, else the one to resume; without any, welcome the visitor. @throws ChatError */
  arrive(named: string | null): Promise<void>
  /** Ask the back end for a new Channel, and enter it. Never rejects. */
  start(answers?: PreChat): Promise<void>
}

/** A file of its own: nothing of it is of use before the SDK is there. @throws ChatError `load-failed` */
export type LoadReception = () => Promise<{ readonly createReception: typeof createReception }>

const JOIN_ATTEMPTS = 3

export function createReception(deps: ReceptionDeps): Reception {
  const { service, creators, requestStart, state, dispatch, report, distrust, clock, random, fail, signal: lifetime } = deps
  const canStart = requestStart !== null
  /** Every Channel that we are in or invited to, as last heard of. */
  const known = new Map<string, Channel>()
  const gone = new Set<string>()
  let room: Lifetime = createLifetime(lifetime)

  function learn(channel: Channel): boolean {
    known.set(channel.sid, channel)
    if (isTrusted(channel, creators)) return true
    distrust(channel)
    return false
  }

  /** Accept an invitation, or come in where the back end named the Channel; then read what is in it. */
  async function join(channel: Channel): Promise<void> {
    room.end()
    const own = (room = createLifetime(lifetime))
    dispatch({ type: 'joining', channelSid: channel.sid })
    try {
      const entered = await enterPatiently(channel, own.signal)
      if (own.signal.aborted || gone.has(channel.sid)) return
      dispatch({ type: 'joined', channelSid: channel.sid })
      if (service.connection !== 'connected') dispatch({ type: 'lost', at: clock.now() })
      if (hasEnded(known.get(channel.sid) ?? entered)) over(channel.sid, 'ended')
    } catch (cause) {
      if (own.signal.aborted) return
      const error = ChatError.from(cause)
      if (error.code !== 'channel-not-found') throw error
      report(error)
      dispatch({ type: 'welcomed', canStart, error })
    }
  }

  function enterPatiently(channel: Channel, signal: AbortSignal): Promise<Channel> {
    async function attempt(): Promise<Channel> {
      const life = createLifetime(signal)
      try {
        const entered = channel.status === 'joined' ? channel : await service.enter(channel.sid)
        await deps.enter(service, entered, life.signal)
        return entered
      } catch (cause) {
        life.end()
        throw cause
      }
    }
    return retry(attempt, {
      attempts: JOIN_ATTEMPTS,
      clock,
      signal,
      delayMs: (failures, cause) => (ChatError.from(cause).retryable ? backoffMs(failures, random) : null),
    })
  }

  function over(channelSid: string, reason: 'ended' | 'removed'): void {
    dispatch({ type: 'ended', channelSid, reason: deps.ending.peek() ? 'ended' : reason, canStart })
  }

  /** Where nothing is going on, a Channel that the back end opens for us is entered. */
  const isFree = (): boolean => /^(welcome|waiting|ended)$/.test(state().status)

  function consider(channel: Channel): void {
    if (!learn(channel)) return
    gone.delete(channel.sid)
    if (isFree() && isOurs(channel) && !hasEnded(channel)) join(channel).catch(fail)
  }

  onEnd(lifetime, service.on('channelAdded', consider))
  onEnd(
    lifetime,
    service.on('channelUpdated', (channel) => {
      if (!learn(channel)) return
      if (channelOf(state()) !== channel.sid) return consider(channel)
      deps.updated(channel)
      if (hasEnded(channel)) over(channel.sid, 'ended')
    }),
  )
  onEnd(
    lifetime,
    service.on('channelRemoved', ({ sid }) => {
      known.delete(sid)
      gone.add(sid)
      if (channelOf(state()) !== sid) return
      over(sid, 'removed')
      deps.gone(sid)
    }),
  )

  async function named(sid: string): Promise<Channel> {
    const channel = await service.channel(sid)
    if (learn(channel)) return channel
    throw new ChatError('channel-not-trusted', 'Somebody else made the Channel that the back end named', {
      hint: 'Make Channels through the REST API, or name their creator in channelCreators.',
    })
  }

  /** The Channel to enter on arrival, null = none. */
  async function choose(wanted: string | null): Promise<Channel | null> {
    if (wanted !== null) {
      try {
        return await named(wanted)
      } catch (cause) {
        const error = ChatError.from(cause)
        if (error.retryable) throw error
        report(error)
      }
    }
    return pickChannel([...known.values()], creators)
  }

  return {
    async arrive(wanted) {
      for (const channel of await service.channels()) if (!known.has(channel.sid) && !gone.has(channel.sid)) learn(channel)
      const before = state()
      const current = isOpen(before) ? channelOf(before) : null
      if (current !== null) {
        const channel = known.get(current)
        if (channel) return join(channel)
        over(current, 'removed')
        return deps.gone(current)
      }
      const channel = await choose(wanted)
      if (channel) await join(channel)
      else dispatch({ type: 'welcomed', canStart })
    },
    async start(answers) {
      const from = state()
      if (!requestStart || (from.status !== 'welcome' && from.status !== 'ended')) return
      dispatch({ type: 'starting' })
      let channel: Channel | null
      try {
        const answer = await requestStart(answers, lifetime)
        if (answer.channelSid === null) dispatch({ type: 'waiting' })
        channel = answer.channelSid === null ? pickChannel([...known.values()], creators) : await named(answer.channelSid)
      } catch (cause) {
        if (lifetime.aborted) return
        const error = ChatError.from(cause)
        report(error)
        return dispatch({ type: 'startFailed', from, error })
      }
      if (channel) await join(channel).catch(fail)
    },
  }
}
