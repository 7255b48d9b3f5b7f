/**
 * Every property of an answer that may be null, and why: by the name of its schema in Twilio's description, `a.b` for a
 * property inside. All others always have a value.
 */
export const nulls: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'chat.v2.service': {
    pre_webhook_url: 'no address was set',
    post_webhook_url: 'no address was set',
    webhook_method: 'no method was set',
    'media.compatibility_message': 'no text was set',
  },
  'chat.v2.service.user': {
    friendly_name: 'no name was set',
    is_online: 'in a list; while the Service does not report reachability; before the User was online for the first time',
    is_notifiable: 'the User has never registered for push',
  },
  'chat.v2.service.user.user_channel': {
    member_sid: 'the User is invited and no Member yet',
    last_consumed_message_index: 'the User has read nothing',
    unread_messages_count: 'the User has read nothing, so there is no point to count from',
    'links.member': 'the User is invited and no Member yet',
  },
  'chat.v2.service.channel': {
    friendly_name: 'no name was set',
    unique_name: 'no name was set',
    'links.last_message': 'the Channel has no Message',
  },
  'chat.v2.service.channel.member': {
    identity: 'the Member is no User: Conversations added somebody who is reached at an address',
    last_consumed_message_index: 'the Member has read nothing',
    last_consumption_timestamp: 'the Member has read nothing',
  },
  'chat.v2.service.channel.message': {
    last_updated_by: 'the Message was never updated',
    media: 'the Message is text',
    'media.filename': 'the sender named no file',
  },
  meta: {
    previous_page_url: 'this is the first page',
    next_page_url: 'this is the last page',
  },
}
