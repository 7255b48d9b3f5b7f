import type { ChannelWebhook } from '../../../domain/types.ts'
import { date } from '../../present/place.ts'
import { type ConversationsPlace, conversationUrl, within } from './place.ts'

export const presentWebhook = (place: ConversationsPlace, webhook: ChannelWebhook) => ({
  ...within(place, webhook.channelSid),
  sid: webhook.sid,
  target: webhook.type,
  configuration: presentConfiguration(webhook.configuration),
  date_created: date(webhook.dateCreated),
  date_updated: date(webhook.dateUpdated),
  url: `${conversationUrl(place, webhook.channelSid)}/Webhooks/${webhook.sid}`,
})

/** As Chat v2 keeps it, but for the retries, which Conversations has not, and the method, which it writes small. */
function presentConfiguration({ retry_count: _retries, method, ...kept }: ChannelWebhook['configuration']) {
  return { ...kept, ...(typeof method === 'string' ? { method: method.toLowerCase() } : {}) }
}
