import { invalid } from '../domain/errors.ts'
import type { ChannelType } from '../domain/types.ts'
import { created, deleted, ok, updated } from './answer.ts'
import type { Route } from './context.ts'
import { pageMeta, pageRequest, text } from './fields.ts'
import type { UpstreamRequest } from './request.ts'
import { channelView } from './views.ts'

/** `type`, which twilio-chat always names, or `access` of @twilio/conversations, whose conversations are private otherwise. */
function channelType(body: UpstreamRequest['body']): ChannelType {
  const type = text(body, 'type') ?? text(body, 'access') ?? 'private'
  if (type !== 'public' && type !== 'private') throw invalid('type must be public or private')
  return type
}

export const channelRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: 'chat/Conversations',
    handle: ({ instance, request, links }) => {
      const page = instance.channels.list({ ...pageRequest(request), types: ['public'] })
      return ok({ conversations: page.items.map((channel) => channelView(channel, links)), meta: pageMeta(page) })
    },
  },
  {
    method: 'POST',
    pattern: 'chat/Conversations',
    handle: ({ instance, actor, request: { body }, links }) => {
      const channel = instance.channels.create(actor, {
        type: channelType(body),
        friendlyName: text(body, 'friendly_name'),
        uniqueName: text(body, 'unique_name'),
        attributes: text(body, 'attributes'),
        createdBy: text(body, 'created_by'),
      })
      return created(channelView(channel, links), links.channel(channel.sid))
    },
  },
  {
    method: 'GET',
    pattern: 'chat/Conversations/:channel',
    handle: ({ instance, actor, segment, links }) => ok(channelView(instance.channels.fetch(actor, segment('channel')), links)),
  },
  {
    method: 'POST',
    pattern: 'chat/Conversations/:channel',
    handle: ({ instance, actor, segment, request: { body }, links }) => {
      const channel = instance.channels.update(actor, segment('channel'), {
        friendlyName: text(body, 'friendly_name'),
        uniqueName: text(body, 'unique_name'),
        attributes: text(body, 'attributes'),
        createdBy: text(body, 'created_by'),
      })
      return updated(channelView(channel, links), links.channel(channel.sid))
    },
  },
  {
    method: 'DELETE',
    pattern: 'chat/Conversations/:channel',
    handle: ({ instance, actor, segment }) => {
      instance.channels.remove(actor, segment('channel'))
      return deleted
    },
  },
]
