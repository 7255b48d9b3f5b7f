import { mostMedia, mostMediaBytes } from '../domain/media-rows.ts'
import { ok } from './answer.ts'
import type { Route } from './context.ts'

const MEDIA_MB = mostMediaBytes / 1024 / 1024

/** What a client asks first. A field that is missing breaks its feature in silence, or the whole client (protocol 8.1). */
const configuration: Route['handle'] = ({ instance, identity, links }) => {
  const service = instance.service()
  const user = instance.users.fetch(identity)
  return ok({
    identity,
    links: {
      my_conversations: links.myConversations,
      conversations: links.conversations,
      users: links.users,
      current_user: links.user(identity),
      typing: links.typing,
      media_service: links.media,
      media_set_service: links.mediaSet,
      messages_receipts: `${links.conversations}/%s/Messages/%s/Receipts`,
    },
    sync_objects: { my_conversations: `${user.sid}.channels`, my_user_info: user.infoMap },
    options: {
      user_infos_to_subscribe: 100,
      reachability_enabled: service.reachabilityEnabled,
      // The SDK would serve reads of its own writes from the cache.
      http_cache_interval: 'PT0S',
      consumption_report_interval: `PT${service.consumptionReportInterval}S`,
      media_attachments_count_limit: mostMedia,
      media_attachment_size_limit_in_mb: MEDIA_MB,
      media_attachments_total_size_limit_in_mb: MEDIA_MB,
      email_histories_allowed_mime_types: ['text/plain'],
      email_bodies_allowed_mime_types: ['text/plain'],
    },
  })
}

export const configurationRoutes: readonly Route[] = [
  { method: 'GET', pattern: 'Client/v1/Configuration', handle: configuration },
  { method: 'GET', pattern: 'Client/v2/Configuration', handle: configuration },
]
