import { invalid } from '../domain/errors.ts'
import { created, deleted, ok, updated } from './answer.ts'
import type { Route } from './context.ts'
import { own, text } from './fields.ts'
import type { UpstreamRequest } from './request.ts'
import { messageView } from './views.ts'

/** `media_sid` of twilio-chat; `media_sids` of @twilio/conversations, of which this service takes one. */
function mediaSid(body: UpstreamRequest['body']): string | undefined {
  const sids = own(body, 'media_sids')
  if (sids === undefined || sids === null) return text(body, 'media_sid')
  if (!Array.isArray(sids) || sids.length !== 1 || typeof sids[0] !== 'string') throw invalid('A Message bears one Media')
  return sids[0]
}

export const messageRoutes: readonly Route[] = [
  {
    method: 'POST',
    pattern: 'chat/Conversations/:channel/Messages',
    handle: ({ instance, actor, segment, request: { body }, links }) => {
      const message = instance.messages.create(actor, segment('channel'), {
        body: text(body, 'body'),
        attributes: text(body, 'attributes'),
        mediaSid: mediaSid(body),
        from: text(body, 'from') ?? text(body, 'author'),
      })
      return created(messageView(message), links.message(message.channelSid, message.sid))
    },
  },
  {
    // The answer to a repeated mutation points here.
    method: 'GET',
    pattern: 'chat/Conversations/:channel/Messages/:message',
    handle: ({ instance, actor, segment }) => ok(messageView(instance.messages.fetch(actor, segment('channel'), segment('message')))),
  },
  {
    method: 'POST',
    pattern: 'chat/Conversations/:channel/Messages/:message',
    handle: ({ instance, actor, segment, request: { body }, links }) => {
      const message = instance.messages.update(actor, segment('channel'), segment('message'), {
        body: text(body, 'body'),
        attributes: text(body, 'attributes'),
        from: text(body, 'from') ?? text(body, 'author'),
      })
      return updated(messageView(message), links.message(message.channelSid, message.sid))
    },
  },
  {
    method: 'DELETE',
    pattern: 'chat/Conversations/:channel/Messages/:message',
    handle: ({ instance, actor, segment }) => {
      instance.messages.remove(actor, segment('channel'), segment('message'))
      return deleted
    },
  },
]
