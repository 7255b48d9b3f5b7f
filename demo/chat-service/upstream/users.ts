import { invalid } from '../domain/errors.ts'
import { ok, updated } from './answer.ts'
import type { Route } from './context.ts'
import { pageRequest, pageToken, text } from './fields.ts'
import { userView } from './views.ts'

/** Any User may read another's info; there is no list of all. */
export const userRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: 'chat/Users',
    handle: ({ instance, actor, request }) => {
      const channelSid = request.params.get('ConversationSid') ?? request.params.get('ChannelSid')
      if (channelSid === undefined) throw invalid('ConversationSid is required')
      const page = instance.users.inChannel(actor, channelSid, pageRequest(request))
      const service = instance.service()
      // `prev_token` here, `previous_token` everywhere else (protocol 8.6).
      const meta = { next_token: pageToken(page.next), prev_token: pageToken(page.previous) }
      return ok({ users: page.items.map((user) => userView(user, service)), meta })
    },
  },
  {
    method: 'GET',
    pattern: 'chat/Users/:identity',
    handle: ({ instance, segment }) => ok(userView(instance.users.fetch(segment('identity')), instance.service())),
  },
  {
    method: 'POST',
    pattern: 'chat/Users/:identity',
    handle: ({ instance, actor, segment, request: { body }, links }) => {
      const user = instance.users.update(actor, segment('identity'), {
        friendlyName: text(body, 'friendly_name'),
        attributes: text(body, 'attributes'),
        roleSid: text(body, 'role_sid'),
      })
      return updated(userView(user, instance.service()), links.user(user.identity))
    },
  },
]
