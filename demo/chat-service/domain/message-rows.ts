import { messageItem, syncNames } from '../sync/shapes.ts'
import { summarise } from './delivery.ts'
import { notFound } from './errors.ts'
import { mediaOfMessage } from './media-rows.ts'
import type { Scope } from './scope.ts'
import type { Message, ReceiptStatus } from './types.ts'

export interface MessageRow extends Omit<Message, 'media' | 'delivery' | 'wasEdited'> {
  readonly wasEdited: 0 | 1
  /** The statuses of its receipts, between commas; null when it has none */
  readonly statuses: string | null
}

export const messageColumns = `messages.sid, messages.channelSid, messages.messageIndex AS "index", messages.author, messages.body,
  messages.subject, messages.attributes, messages.memberSid, messages.lastUpdatedBy, messages.wasEdited, messages.dateCreated,
  messages.dateUpdated, (SELECT group_concat(status) FROM receipts WHERE receipts.messageSid = messages.sid) AS statuses`

export function toMessage(scope: Scope, { wasEdited, statuses, ...message }: MessageRow): Message {
  return {
    ...message,
    media: mediaOfMessage(scope, message.sid),
    delivery: summarise((statuses?.split(',') ?? []) as ReceiptStatus[]),
    wasEdited: wasEdited === 1,
  }
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

/** Tell the Channel's list what the Message is now. */
export function writeMessageItem(scope: Scope, message: Message): void {
  scope.sync.put('messages', syncNames.messages(message.channelSid), message.index, messageItem(message))
}

export function insertMessage({ database, serviceSid }: Scope, message: Message): void {
  database.run(
    `INSERT INTO messages (sid, serviceSid, channelSid, messageIndex, author, body, subject, attributes, memberSid, lastUpdatedBy,
       dateCreated, dateUpdated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      message.sid,
      serviceSid,
      message.channelSid,
      message.index,
      message.author,
      message.body,
      message.subject,
      message.attributes,
      message.memberSid,
      message.lastUpdatedBy,
      message.dateCreated,
      message.dateUpdated,
    ],
  )
}
