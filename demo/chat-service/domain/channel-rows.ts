import { notFound } from './errors.ts'
import type { Scope } from './scope.ts'
import { isSid } from './sids.ts'
import type { Channel, Message } from './types.ts'

export interface ChannelRow extends Omit<Channel, 'bindings'> {
  /** index of the next Message; never goes back */
  readonly nextIndex: number
  /** JSON */
  readonly bindings: string
}

export const channelColumns = `channels.sid, channels.friendlyName, channels.uniqueName, channels.attributes, channels.type,
  channels.createdBy, channels.nextIndex, channels.membersCount, channels.messagesCount, channels.dateCreated, channels.dateUpdated,
  channels.state, channels.stateUpdated, channels.inactiveTimer, channels.closedTimer, channels.dateInactive, channels.dateClosed,
  channels.messagingServiceSid, channels.bindings,
  (SELECT max(messageIndex) FROM messages WHERE messages.channelSid = channels.sid) AS lastMessageIndex`

/** By `CH…` or unique name. */
export function findChannel({ database, serviceSid }: Scope, key: string): ChannelRow | undefined {
  const column = isSid(key, 'CH') ? 'sid' : 'uniqueName'
  return database.get<ChannelRow>(`SELECT ${channelColumns} FROM channels WHERE serviceSid = ? AND ${column} = ?`, [serviceSid, key])
}

/** @throws ApiError 404 */
export function requireChannel(scope: Scope, key: string): ChannelRow {
  const channel = findChannel(scope, key)
  if (!channel) throw notFound('Channel')
  return channel
}

export const toChannel = ({ nextIndex: _nextIndex, bindings, ...channel }: ChannelRow): Channel => ({
  ...channel,
  bindings: JSON.parse(bindings) as Record<string, unknown>,
})

/** What the Channel's document says about its newest Message. */
export function lastMessageOf({ database }: Scope, channelSid: string): Pick<Message, 'index' | 'dateCreated'> | undefined {
  return database.get('SELECT messageIndex AS "index", dateCreated FROM messages WHERE channelSid = ? ORDER BY messageIndex DESC LIMIT 1', [
    channelSid,
  ])
}
