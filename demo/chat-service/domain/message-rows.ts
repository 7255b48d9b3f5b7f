import { notFound } from './errors.ts'
import { findMedia } from './media-rows.ts'
import type { Scope } from './scope.ts'
import type { Media, Message } from './types.ts'

export interface MessageRow extends Omit<Message, 'media' | 'wasEdited'> {
  readonly mediaSid: string | null
  readonly wasEdited: 0 | 1
}

export const messageColumns = `messages.sid, messages.channelSid, messages.messageIndex AS "index", messages.author, messages.body,
  messages.attributes, messages.mediaSid, messages.memberSid, messages.lastUpdatedBy, messages.wasEdited, messages.dateCreated,
  messages.dateUpdated`

export function toMessage(scope: Scope, { mediaSid, wasEdited, ...message }: MessageRow): Message {
  return { ...message, media: mediaSid === null ? null : (findMedia(scope, mediaSid) ?? null), wasEdited: wasEdited === 1 }
}

/** @throws ApiError 404 */
export function requireMessage(scope: Scope, channelSid: string, sid: string): Message {
  const row = scope.database.get<MessageRow>(`SELECT ${messageColumns} FROM messages WHERE serviceSid = ? AND channelSid = ? AND sid = ?`, [
    scope.serviceSid,
    channelSid,
    sid,
  ])
  if (!row) throw notFound('Message')
  return toMessage(scope, row)
}

export function insertMessage({ database, serviceSid }: Scope, message: Message, media: Media | null): void {
  database.run(
    `INSERT INTO messages (sid, serviceSid, channelSid, messageIndex, author, body, attributes, mediaSid, memberSid, lastUpdatedBy,
       dateCreated, dateUpdated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      message.sid,
      serviceSid,
      message.channelSid,
      message.index,
      message.author,
      message.body,
      message.attributes,
      media?.sid ?? null,
      message.memberSid,
      message.lastUpdatedBy,
      message.dateCreated,
      message.dateUpdated,
    ],
  )
}
