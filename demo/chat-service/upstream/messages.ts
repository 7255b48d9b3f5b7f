import { invalid } from '../domain/errors.ts'
import { created, deleted, ok, updated } from './answer.ts'
import type { Route } from './context.ts'
import { own, text } from './fields.ts'
import type { UpstreamRequest } from './request.ts'
import { messageView } from './views.ts'

/** `media_sid` of twilio-chat; `media_sids` of @twilio/conversations, none included. */
function mediaSids(body: UpstreamRequest['body']): readonly string[] {
  const sids = own(body, 'media_sids')
  if (sids === undefined || sids === null) {
    const sid = text(body, 'media_sid')
    return sid === undefined ? [] : [sid]
  }
  if (!Array.isArray(sids) || !sids.every((sid) => typeof sid === 'string')) throw invalid('media_sids must be a list of sids')
  return sids
}

/** Its text would come from a template, and there are none (`Client/v2/ContentTemplates`). */
function refuseTemplate(body: UpstreamRequest['body']): void {
  if (text(body, 'content_sid') !== undefined) throw invalid('content_sid names no content template')
}

export const messageRoutes: readonly Route[] = [
  {
    method: 'POST',
    pattern: 'chat/Conversations/:channel/Messages',
    handle: ({ instance, actor, segment, request: { body }, links }) => {
      refuseTemplate(body)
      const message = instance.messages.create(actor, segment('channel'), {
        body: text(body, 'body'),
        subject: text(body, 'subject') || undefined,
        attributes: text(body, 'attributes'),
        mediaSids: mediaSids(body),
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
