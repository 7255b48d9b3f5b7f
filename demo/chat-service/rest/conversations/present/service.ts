import type { Service } from '../../../domain/types.ts'
import { date } from '../../present/place.ts'
import type { ConversationsPlace } from './place.ts'

export const presentService = (place: ConversationsPlace, service: Service) => ({
  sid: service.sid,
  account_sid: place.accountSid,
  friendly_name: service.friendlyName,
  date_created: date(service.dateCreated),
  date_updated: date(service.dateUpdated),
  url: place.url,
  links: {
    conversations: `${place.url}/Conversations`,
    users: `${place.url}/Users`,
    roles: `${place.url}/Roles`,
    bindings: `${place.url}/Bindings`,
    configuration: `${place.url}/Configuration`,
    participant_conversations: `${place.url}/ParticipantConversations`,
    conversation_with_participants: `${place.url}/ConversationWithParticipants`,
  },
})

export const presentServiceConfiguration = (place: ConversationsPlace, service: Service) => ({
  chat_service_sid: service.sid,
  default_conversation_creator_role_sid: service.defaultChannelCreatorRoleSid,
  default_conversation_role_sid: service.defaultChannelRoleSid,
  default_chat_service_role_sid: service.defaultServiceRoleSid,
  reachability_enabled: service.reachabilityEnabled,
  url: `${place.url}/Configuration`,
  links: { notifications: `${place.url}/Configuration/Notifications`, webhooks: `${place.url}/Configuration/Webhooks` },
})

export const presentServiceWebhooks = (place: ConversationsPlace, service: Service) => ({
  account_sid: place.accountSid,
  chat_service_sid: service.sid,
  pre_webhook_url: service.preWebhookUrl,
  post_webhook_url: service.postWebhookUrl,
  filters: service.webhookFilters,
  method: service.webhookMethod,
  url: `${place.url}/Configuration/Webhooks`,
})

/** The settings stand in the store under Chat v2's names of the events. */
export const presentServiceNotifications = (place: ConversationsPlace, { sid, notifications }: Service) => ({
  account_sid: place.accountSid,
  chat_service_sid: sid,
  new_message: notifications['new_message'],
  added_to_conversation: notifications['added_to_channel'],
  removed_from_conversation: notifications['removed_from_channel'],
  log_enabled: notifications['log_enabled'],
  url: `${place.url}/Configuration/Notifications`,
})
