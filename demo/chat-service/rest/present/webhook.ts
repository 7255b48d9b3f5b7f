import type { ChannelWebhook } from '../../domain/types.ts'
import { channelUrl, date, type Place } from './place.ts'

export const presentWebhook = (place: Place, webhook: ChannelWebhook) => ({
  sid: webhook.sid,
  account_sid: place.accountSid,
  service_sid: place.serviceSid,
  channel_sid: webhook.channelSid,
  type: webhook.type,
  url: `${channelUrl(place, webhook.channelSid)}/Webhooks/${webhook.sid}`,
  configuration: presentConfiguration(webhook.configuration),
  date_created: date(webhook.dateCreated),
  date_updated: date(webhook.dateUpdated),
})

/** Without what only Conversations has. */
function presentConfiguration({ replay_after: _replayAfter, ...configuration }: ChannelWebhook['configuration']) {
  return configuration
}
