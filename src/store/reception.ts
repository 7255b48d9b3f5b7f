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
  /** Of whom the host was told: each once. */
  readonly distrusted: Set<string>
  /** Every trusted Channel that we are in, whenever one of them has changed. */
  readonly listed: (channels: readonly Channel[]) => void
  /** Those beside the one on the screen that are open in here, by sid. */
  readonly visited: () => readonly string[]
  /** The visitor was in it on an earlier page. */
  readonly remembered: (channelSid: string) => boolean
  /** A conversation that is not on the screen is over. */
  readonly over: (channelSid: string) => void
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
  /** Go to another of the listed Channels. Never rejects. */
  visit(channelSid: string): void
  /** Ask the back end for a new Channel, and enter it. Never rejects. */
  start(answers?: PreChat): Promise<void>
}

/** A file of its own: nothing of it is of use before the SDK is there. @throws ChatError `load-failed` */
export type LoadReception = () => Promise<{ readonly createReception: typeof createReception }>

const JOIN_ATTEMPTS = 3

export function createReception(deps: ReceptionDeps): Reception {
  const { service, creators, requestStart, state, dispatch, report, distrusted, clock, random, fail, signal: lifetime } = deps
  const canStart = requestStart !== null
  /** Every Channel that we are in or invited to, as last heard of. */
  const known = new Map<string, Channel>()
  const gone = new Set<string>()
  /** Of each Channel that was entered: how long it is followed. */
  const rooms = new Map<string, Lifetime>()
  /** The visitor looks at a conversation that was over before. */
  let browsing = false

  function learn(channel: Channel): boolean {
    known.set(channel.sid, channel)
    if (isTrusted(channel, creators)) return true
    distrust(channel)
    return false
  }

  function distrust({ sid }: Channel): void {
    if (distrusted.has(sid)) return
    distrusted.add(sid)
    report(
      new ChatError('channel-not-trusted', `The Channel ${sid} was made by somebody else; it is left alone`, {
        hint: 'If that creator is yours, name its Identity in channelCreators.',
      }),
    )
  }

  function list(): void {
    deps.listed([...known.values()].filter((channel) => isOurs(channel) && isTrusted(channel, creators)))
  }

  function roomOf({ sid }: Channel): Lifetime {
    rooms.get(sid)?.end()
    const room = createLifetime(lifetime)
    rooms.set(sid, room)
    return room
  }

  /** Over a new connection, those that are open in here beside the one on the screen. */
  function revisit(): void {
    for (const sid of deps.visited()) {
      const channel = known.get(sid)
      if (!channel || hasEnded(channel)) deps.over(sid)
      else enterPatiently(channel, roomOf(channel).signal).catch(() => {})
    }
  }

  /** Accept an invitation, or come in where the back end named the Channel; then read what is in it. */
  async function join(channel: Channel): Promise<void> {
    const own = roomOf(channel)
    browsing = hasEnded(channel)
    dispatch({ type: 'joining', channelSid: channel.sid })
    try {
      const entered = await enterPatiently(channel, own.signal)
      // The visitor may be elsewhere by now.
      if (own.signal.aborted || gone.has(channel.sid) || channelOf(state()) !== channel.sid) return
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
    const before = known.get(channel.sid)
    if (!learn(channel)) return
    gone.delete(channel.sid)
    list()
    if (deps.visited().includes(channel.sid)) deps.updated(channel)
    if (hasEnded(channel)) return deps.over(channel.sid)
    const isNews = !before || !isOurs(before) || hasEnded(before)
    if (isFree() && isOurs(channel) && (isNews || !browsing)) join(channel).catch(fail)
  }

  onEnd(lifetime, service.on('channelAdded', consider))
  onEnd(
    lifetime,
    service.on('channelUpdated', (channel) => {
      if (channelOf(state()) !== channel.sid) return consider(channel)
      if (!learn(channel)) return
      list()
      deps.updated(channel)
      if (hasEnded(channel)) over(channel.sid, 'ended')
    }),
  )
  onEnd(
    lifetime,
    service.on('channelRemoved', ({ sid }) => {
      known.delete(sid)
      gone.add(sid)
      rooms.get(sid)?.end()
      list()
      if (channelOf(state()) !== sid) return deps.over(sid)
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
    const channels = [...known.values()]
    return (
      pickChannel(
        channels.filter(({ sid }) => deps.remembered(sid)),
        creators,
      ) ?? pickChannel(channels, creators)
    )
  }

  return {
    async arrive(wanted) {
      for (const channel of await service.channels()) if (!known.has(channel.sid) && !gone.has(channel.sid)) learn(channel)
      list()
      revisit()
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
    visit(sid) {
      const channel = known.get(sid)
      if (!channel || service.connection !== 'connected' || channelOf(state()) === sid) return
      if (isTrusted(channel, creators)) join(channel).catch(fail)
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
