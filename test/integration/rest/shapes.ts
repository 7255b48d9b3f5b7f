/** What Twilio's description says in prose only, as schemas: its `limits`, `media`, `notifications` and `configuration` are open. */
const text = { type: 'string' }
const flag = { type: 'boolean' }
const count = { type: 'integer', minimum: 0 }
/** A template and a sound are there once they were set. */
const notification = { type: 'object', properties: { enabled: flag, template: text, sound: text }, required: ['enabled'] }

export const shapes = {
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
