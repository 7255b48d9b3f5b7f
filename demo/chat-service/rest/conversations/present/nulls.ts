/**
 * Every property of an answer of Conversations that may be null, and why, as `present/nulls.ts` has it of Chat. Where a
 * resource has a schema for either address, with the Service instance's name and without, both have the same nulls.
 */
const twice = {
  conversation: {
    messaging_service_sid: 'none was set',
    friendly_name: 'no name was set',
    unique_name: 'no name was set',
  },
  'conversation.conversation_message': {
    body: 'the Message is media without a text',
    media: 'the Message is text',
    'media.filename': 'the sender named no file',
    participant_sid: 'the author is no participant: the back end, or somebody who left',
    delivery: 'there is nobody to deliver it to',
    content_sid: 'this chat service has no templates',
  },
  'conversation.conversation_message.conversation_message_receipt': {
    channel_message_sid: 'no other network carried the Message',
  },
  'conversation.conversation_participant': {
    identity: 'the participant is no User',
    messaging_binding: 'the participant is a User',
    last_read_message_index: 'the participant has read nothing',
    last_read_timestamp: 'the participant has read nothing',
  },
  conversation_with_participants: {
    messaging_service_sid: 'none was set',
    friendly_name: 'no name was set',
    unique_name: 'no name was set',
  },
  participant_conversation: {
    participant_messaging_binding: 'the participant is a User',
    'participant_messaging_binding.address': 'a User in a Group MMS',
    'participant_messaging_binding.proxy_address': 'a Group MMS',
    'participant_messaging_binding.projected_address': 'no User in a Group MMS',
    'participant_messaging_binding.name': 'mail only',
    'participant_messaging_binding.level': 'mail only',
    participant_user_sid: 'the participant is no User',
    participant_identity: 'the participant is no User',
    conversation_friendly_name: 'no name was set',
    conversation_unique_name: 'no name was set',
  },
  user: {
    friendly_name: 'no name was set',
    is_online: 'while the Service does not report reachability; before the User was online for the first time',
    is_notifiable: 'the User has never registered for push',
  },
  'user.user_conversation': {
    unread_messages_count: 'the User has read nothing, so there is no point to count from',
    last_read_message_index: 'the User has read nothing',
    friendly_name: 'no name was set',
    unique_name: 'no name was set',
  },
} as const

const below = (name: string): string => `conversations.v1.service.${name.replaceAll(/(^|\.)/g, '$1service_')}`

export const nulls: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...Object.fromEntries(
    Object.entries(twice).flatMap(([name, rows]) => [
      [`conversations.v1.${name}`, rows],
      [below(name), rows],
    ]),
  ),
  'conversations.v1.configuration': {
    default_messaging_service_sid: 'none was set',
    default_inactive_timer: 'none was set',
    default_closed_timer: 'none was set',
    default_chat_service_sid: 'the account has no Service instance',
    'links.service': 'the account has no Service instance',
  },
  'conversations.v1.configuration.configuration_webhook': {
    pre_webhook_url: 'no address was set',
    post_webhook_url: 'no address was set',
  },
  'conversations.v1.service.service_configuration.service_webhook_configuration': {
    pre_webhook_url: 'no address was set',
    post_webhook_url: 'no address was set',
    method: 'no method was set',
  },
  meta: {
    previous_page_url: 'this is the first page',
    next_page_url: 'this is the last page',
  },
}
