import { ApiError } from '../domain/errors.ts'
import type { EmailRecipient } from '../domain/types.ts'
import { ok } from './answer.ts'
import type { Route } from './context.ts'
import { pageMeta, pageRequest } from './fields.ts'
import { receiptView } from './views.ts'

const recipientView = ({ messageSid, address, name, level }: EmailRecipient): Record<string, unknown> => ({
  type: 'email',
  message_sid: messageSid,
  address,
  name,
  level,
})

/** What @twilio/conversations asks of a Message besides the Message itself; for Members (protocol 17). */
export const messageExtraRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: 'chat/Conversations/:channel/Messages/:message/Receipts',
    handle: ({ instance, actor, segment, request }) => {
      const page = instance.receipts.list(actor, segment('channel'), segment('message'), pageRequest(request))
      return ok({ delivery_receipts: page.items.map(receiptView), meta: pageMeta(page) })
    },
  },
  {
    // Metadata of another network, which this service has none of: the SDK takes this code for "none" and asks no more.
    method: 'GET',
    pattern: 'chat/Conversations/:channel/Messages/:message/ChannelMetadata',
    handle: ({ instance, actor, segment }) => {
      instance.messages.fetch(actor, segment('channel'), segment('message'))
      throw new ApiError(404, 50530, 'Channel metadata not found')
    },
  },
  {
    method: 'GET',
    pattern: 'chat/Conversations/:channel/MessageRecipients',
    handle: ({ instance, actor, segment, request }) => {
      const messageSid = request.params.get('MessageSid')
      const page = instance.receipts.emailRecipients(actor, segment('channel'), { ...pageRequest(request), messageSid })
      return ok({ message_recipients: page.items.map(recipientView), meta: pageMeta(page) })
    },
  },
  {
    // Content templates are kept in another product of Twilio's; a Service without any has an empty list.
    method: 'GET',
    pattern: 'Client/v2/ContentTemplates',
    handle: () => ok({ templates: [], meta: { key: 'templates', next_token: null, previous_token: null } }),
  },
]
