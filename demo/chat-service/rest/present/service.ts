import type { Service } from '../../domain/types.ts'
import { date, type Place } from './place.ts'

export const presentService = (place: Place, service: Service) => ({
  sid: service.sid,
  account_sid: service.accountSid,
  friendly_name: service.friendlyName,
  date_created: date(service.dateCreated),
  date_updated: date(service.dateUpdated),
  default_service_role_sid: service.defaultServiceRoleSid,
  default_channel_role_sid: service.defaultChannelRoleSid,
  default_channel_creator_role_sid: service.defaultChannelCreatorRoleSid,
  read_status_enabled: service.readStatusEnabled,
  reachability_enabled: service.reachabilityEnabled,
  typing_indicator_timeout: service.typingIndicatorTimeout,
  consumption_report_interval: service.consumptionReportInterval,
  limits: { channel_members: service.limits.channelMembers, user_channels: service.limits.userChannels },
  pre_webhook_url: service.preWebhookUrl,
  post_webhook_url: service.postWebhookUrl,
  webhook_method: service.webhookMethod,
  webhook_filters: service.webhookFilters,
  pre_webhook_retry_count: service.preWebhookRetryCount,
  post_webhook_retry_count: service.postWebhookRetryCount,
  notifications: presentNotifications(service.notifications),
  media: { size_limit_mb: mediaSizeLimitMb, compatibility_message: service.mediaCompatibilityMessage },
  url: place.url,
  links: {
    channels: `${place.url}/Channels`,
    users: `${place.url}/Users`,
    roles: `${place.url}/Roles`,
    bindings: `${place.url}/Bindings`,
  },
})

/** The largest media file, in MB, as Twilio has it. */
const mediaSizeLimitMb = 150

/** Without what only Conversations has: words of its own for a Message with media. */
function presentNotifications({ new_message, ...others }: Service['notifications']) {
  const { with_media: _withMedia, ...shown } = new_message as Record<string, unknown>
  return { ...others, new_message: shown }
}
