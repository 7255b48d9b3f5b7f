import type { Receipt } from '../../../domain/types.ts'
import { date } from '../../present/place.ts'
import { type ConversationsPlace, conversationUrl, within } from './place.ts'

export const presentReceipt = (place: ConversationsPlace, receipt: Receipt) => ({
  ...within(place, receipt.channelSid),
  sid: receipt.sid,
  message_sid: receipt.messageSid,
  channel_message_sid: receipt.channelMessageSid,
  participant_sid: receipt.memberSid,
  status: receipt.status,
  error_code: receipt.errorCode,
  date_created: date(receipt.dateCreated),
  date_updated: date(receipt.dateUpdated),
  url: `${conversationUrl(place, receipt.channelSid)}/Messages/${receipt.messageSid}/Receipts/${receipt.sid}`,
})
