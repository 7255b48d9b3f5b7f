import type { ChannelInstance } from 'twilio/lib/rest/chat/v2/service/channel.js'
import type { MemberInstance } from 'twilio/lib/rest/chat/v2/service/channel/member.js'
import type { MessageInstance } from 'twilio/lib/rest/chat/v2/service/channel/message.js'
import { readAttributes } from './attributes.ts'

/** The rows of an archive, with the names of Twilio's REST API; `attributes` are JSON text, dates ISO 8601. */
export type ChannelRecord = ReturnType<typeof toChannelRecord>
export type MemberRecord = ReturnType<typeof toMemberRecord>
export type MessageRecord = ReturnType<typeof toMessageRecord>

export function toChannelRecord(channel: ChannelInstance) {
  const { sid, friendlyName, uniqueName, attributes, createdBy, dateCreated } = channel
  return { sid, friendlyName, uniqueName, attributes, createdBy, dateCreated: dateCreated.toISOString() }
}

export function toMemberRecord(member: MemberInstance) {
  const { sid, identity, roleSid, attributes, lastConsumedMessageIndex, dateCreated } = member
  return { sid, identity, roleSid, attributes, lastConsumedMessageIndex, dateCreated: dateCreated.toISOString() }
}

export function toMessageRecord(message: MessageInstance) {
  const { sid, index, from, body, attributes, media, wasEdited, lastUpdatedBy, dateCreated, dateUpdated } = message
  const { parlourId } = readAttributes(attributes)
  return {
    sid,
    index,
    /** The id that the widget gave it before the service gave it a sid; null when another client wrote it. */
    parlourId: typeof parlourId === 'string' ? parlourId : null,
    from,
    body,
    attributes,
    media: media as unknown,
    wasEdited,
    lastUpdatedBy,
    dateCreated: dateCreated.toISOString(),
    dateUpdated: dateUpdated.toISOString(),
  }
}
