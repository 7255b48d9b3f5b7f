import { ChatError } from '../chat/errors.ts'
import type { Clock } from '../lib/clock.ts'
import { within } from '../lib/deadline.ts'
import type { Dialect, Vendor } from './dialect.ts'
import { toChatError } from './to-chat-error.ts'

/** The SDK's own objects, by sid. They stay in here. */
export interface Channels<V extends Vendor> {
  /** Those that we are in or invited to. */
  all(): Promise<readonly V['channel'][]>
  /** @throws ChatError `channel-not-found` */
  get(sid: string): Promise<V['channel']>
  /** We are in, or invited. */
  entered(channel: V['channel']): void
  /** True the first time: a removal is told up to three times. */
  left(sid: string): boolean
  ours(): Iterable<V['channel']>
  /** Keep a Message, so that it can be edited, removed or opened later. */
  remember(channelSid: string, messages: readonly V['message'][]): void
  forget(channelSid: string, messageSid: string): void
  message(channelSid: string, sid: string): V['message'] | undefined
}

/** The SDK may wait for ever for a Channel from which we are removed while it loads. */
const LIST_WITHIN_MS = 20_000

export function createChannels<V extends Vendor>(dialect: Dialect<V>, clock: Clock): Channels<V> {
  const ours = new Map<string, V['channel']>()
  const messages = new Map<string, Map<string, V['message']>>()

  const isOurs = (channel: V['channel']): boolean => dialect.statusOf(channel) !== 'notParticipating'
  const entered = (channel: V['channel']): void => void ours.set(channel.sid, channel)

  return {
    async all() {
      const late = (): ChatError => new ChatError('network', 'The Channels did not load in time', { retryable: true })
      const found = (await within(LIST_WITHIN_MS, dialect.channels, { clock, late })).filter(isOurs)
      for (const channel of found) entered(channel)
      return found
    },
    async get(sid) {
      const known = ours.get(sid)
      if (known) return known
      const channel = await dialect.channel(sid).catch((error: unknown) => {
        const failure = toChatError(error, 'channel-not-found')
        throw failure.code === 'channel-not-found' ? notFound() : failure
      })
      if (!channel) throw notFound()
      if (isOurs(channel)) entered(channel)
      return channel
    },
    entered,
    left(sid) {
      messages.delete(sid)
      return ours.delete(sid)
    },
    ours: () => ours.values(),
    remember(channelSid, list) {
      const known = messages.get(channelSid) ?? new Map<string, V['message']>()
      for (const message of list) known.set(message.sid, message)
      messages.set(channelSid, known)
    },
    forget: (channelSid, messageSid) => void messages.get(channelSid)?.delete(messageSid),
    message: (channelSid, sid) => messages.get(channelSid)?.get(sid),
  }
}

const notFound = (): ChatError =>
  new ChatError('channel-not-found', 'There is no such Channel for this visitor', { hint: 'Was it deleted, or is the visitor no Member?' })
