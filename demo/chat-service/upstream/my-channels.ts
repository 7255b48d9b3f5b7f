import { invalid } from '../domain/errors.ts'
import { ok, updated } from './answer.ts'
import type { Route } from './context.ts'
import { index, pageMeta, pageRequest, text } from './fields.ts'
import type { UpstreamRequest } from './request.ts'
import { myChannelView } from './views.ts'

/** The horizon, under the name of either SDK. */
function horizon(body: UpstreamRequest['body']): number | null | undefined {
  const consumed = index(body, 'last_consumed_message_index')
  return consumed === undefined ? index(body, 'last_read_message_index') : consumed
}

function notificationLevel(body: UpstreamRequest['body']): 'default' | 'muted' | undefined {
  const level = text(body, 'notification_level')
  if (level !== undefined && level !== 'default' && level !== 'muted') throw invalid('notification_level must be default or muted')
  return level
}

/** The Channels that this User is in or invited to; horizon and notification level are its own to set. */
export const myChannelRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: 'chat/MyConversations',
    handle: ({ instance, identity, request, links }) => {
      const page = instance.userChannels.list(identity, pageRequest(request))
      return ok({ conversations: page.items.map((each) => myChannelView(each, links)), meta: pageMeta(page) })
    },
  },
  {
    method: 'GET',
    pattern: 'chat/MyConversations/:channel',
    handle: ({ instance, identity, segment, links }) => ok(myChannelView(instance.userChannels.fetch(identity, segment('channel')), links)),
  },
  {
    method: 'POST',
    pattern: 'chat/MyConversations/:channel',
    handle: ({ instance, actor, identity, segment, request: { body }, links }) => {
      const { channel } = instance.userChannels.fetch(identity, segment('channel'))
      const mine = instance.userChannels.update(actor, identity, channel.sid, {
        lastConsumedMessageIndex: horizon(body),
        notificationLevel: notificationLevel(body),
      })
      return updated(myChannelView(mine, links), links.myConversation(channel.sid))
    },
  },
]
