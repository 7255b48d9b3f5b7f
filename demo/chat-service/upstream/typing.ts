import { typingMessageType } from '../twilsock/notifications.ts'
import { ok } from './answer.ts'
import type { Route } from './context.ts'
import { requiredText } from './fields.ts'

/** A form with the Channel's sid; told to every other Member's sockets, never to the sender (protocol 9). */
export const typingRoutes: readonly Route[] = [
  {
    method: 'POST',
    pattern: 'chat/Typing',
    handle: ({ instance, actor, request, hub }) => {
      const { channelSid, identity, audience, timeoutS } = instance.typing.start(actor, requiredText(request.body, 'ChannelSid'))
      return ok({ typing_timeout: timeoutS }, () =>
        hub.notify(instance.serviceSid, audience, typingMessageType, { channel_sid: channelSid, identity, typing_timeout: timeoutS }),
      )
    },
  },
]
