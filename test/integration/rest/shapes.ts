import type { Schema, Shapes } from '../../support/openapi.ts'

/** What Twilio's description says in prose only, as schemas: its `limits`, `media`, `notifications` and `configuration` are open. */
const text = { type: 'string' }
const flag = { type: 'boolean' }
const count = { type: 'integer', minimum: 0 }
/** A template and a sound are there once they were set. */
const notification = { type: 'object', properties: { enabled: flag, template: text, sound: text }, required: ['enabled'] }

export const chatShapes = {
  'chat.v2.service': {
    limits: { type: 'object', properties: { channel_members: count, user_channels: count } },
    media: { type: 'object', properties: { size_limit_mb: count, compatibility_message: text } },
    notifications: {
      type: 'object',
      properties: {
        new_message: { ...notification, properties: { ...notification.properties, badge_count_enabled: flag } },
        added_to_channel: notification,
        removed_from_channel: notification,
        invited_to_channel: notification,
        log_enabled: flag,
      },
    },
  },
  'chat.v2.service.channel.message': {
    media: {
      type: 'object',
      properties: { sid: { type: 'string', pattern: '^ME[0-9a-fA-F]{32}$' }, size: count, content_type: text, filename: text },
    },
  },
  'chat.v2.service.channel.channel_webhook': {
    // Each type of Webhook has only the settings that it needs.
    configuration: {
      type: 'object',
      properties: {
        url: { type: 'string', format: 'uri' },
        method: { type: 'string', enum: ['GET', 'POST'] },
        filters: { type: 'array', items: text },
        triggers: { type: 'array', items: text },
        flow_sid: { type: 'string', pattern: '^FW[0-9a-fA-F]{32}$' },
        retry_count: count,
      },
      required: [],
    },
  },
}

const instant = { type: 'string', format: 'date-time' }
const optional = (properties: NonNullable<Schema['properties']>) => ({ type: 'object', properties, required: [] as string[] })
/** Without a property for what is not set, or ran out. */
const timers = optional({ date_inactive: instant, date_closed: instant })
const bindings = optional({ email: optional({ address: text, name: text }) })
const amount = { type: 'string', enum: ['none', 'some', 'all'] }
const delivery = {
  type: 'object',
  properties: { total: count, sent: amount, delivered: amount, read: amount, failed: amount, undelivered: amount },
}
const media = {
  type: 'array',
  items: {
    type: 'object',
    properties: { sid: { type: 'string', pattern: '^ME[0-9a-fA-F]{32}$' }, size: count, content_type: text, filename: text },
  },
}
const address = { type: 'string', pattern: '^[^ ]+$' }
const bindingTypes = ['sms', 'whatsapp', 'email', 'messenger', 'gbm', 'rcs', 'apple']
const bindingProperties = {
  type: { type: 'string', enum: bindingTypes },
  address,
  proxy_address: address,
  projected_address: address,
  name: text,
  level: { type: 'string', enum: ['to', 'cc'] },
}
/** Only what it has: a Group MMS has a projected address, the others two addresses. */
const messagingBinding = { type: 'object', properties: bindingProperties, required: ['type'] }

const scopedConfiguration = optional({
  url: { type: 'string', format: 'uri' },
  method: { type: 'string', enum: ['get', 'post'] },
  filters: { type: 'array', items: text },
  triggers: { type: 'array', items: text },
  flow_sid: { type: 'string', pattern: '^FW[0-9a-fA-F]{32}$' },
  replay_after: count,
})
const withMedia = { type: 'object', properties: { enabled: flag, template: text }, required: ['enabled'] }

/** Of the resources that are described twice: below `/v1`, and below the Service instance. */
const twice = {
  conversation: { timers, bindings },
  'conversation.conversation_message': { media, delivery },
  'conversation.conversation_participant': { messaging_binding: messagingBinding },
  'conversation.conversation_scoped_webhook': { configuration: scopedConfiguration },
  conversation_with_participants: { timers, bindings },
  participant_conversation: {
    conversation_timers: timers,
    participant_messaging_binding: { type: 'object', properties: bindingProperties },
  },
  'user.user_conversation': { timers },
}

export const conversationsShapes: Shapes = {
  ...Object.fromEntries(
    Object.entries(twice).flatMap(([name, properties]) => [
      [`conversations.v1.${name}`, properties],
      [`conversations.v1.service.${name.replaceAll(/(^|\.)/g, '$1service_')}`, properties],
    ]),
  ),
  'conversations.v1.service.service_configuration.service_notification': {
    new_message: { ...notification, properties: { ...notification.properties, badge_count_enabled: flag, with_media: withMedia } },
    added_to_conversation: notification,
    removed_from_conversation: notification,
  },
  // Served by nobody here, and part of the description all the same.
  'conversations.v1.configuration_address': { auto_creation: optional({}) },
}

/** The body of every refusal. */
export const errorSchema = {
  type: 'object',
  properties: {
    status: { type: 'integer', minimum: 400, maximum: 599 },
    code: { type: 'integer', minimum: 20000, maximum: 99999 },
    message: { type: 'string', minLength: 1 },
    more_info: { type: 'string', pattern: '^https://www\\.twilio\\.com/docs/errors/\\d{5}$' },
  },
  required: ['status', 'code', 'message', 'more_info'],
  additionalProperties: false,
}
