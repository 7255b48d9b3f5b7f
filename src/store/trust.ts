import type { Channel } from '../chat/types.ts'

/** What Twilio's REST API writes into `createdBy` of a Channel that the host's back end made. */
const REST_API = 'system'

/**
 * The rule of the house: only a Channel that a trusted creator made is entered. Any other, into which another client
 * pulled the visitor, is not shown, not opened, not counted, gets no typing and no horizon from us, and is not left.
 */
export function isTrusted(channel: Channel, creators: readonly string[]): boolean {
  return channel.createdBy === REST_API || creators.includes(channel.createdBy)
}

/** The host's back end marks a Channel that is over: `{"status":"ended"}`. */
export const hasEnded = ({ attributes }: Channel): boolean => attributes['status'] === 'ended'

/** We are its Member, or the back end invited us. */
export const isOurs = ({ status }: Channel): boolean => status === 'joined' || status === 'invited'

/** The Channel to resume: the newest trusted one that we are in or invited to, and that is not over. */
export function pickChannel(channels: readonly Channel[], creators: readonly string[]): Channel | null {
  const candidates = channels.filter((channel) => isOurs(channel) && isTrusted(channel, creators) && !hasEnded(channel))
  return candidates.reduce<Channel | null>((newest, channel) => (newest && newest.createdAt > channel.createdAt ? newest : channel), null)
}
