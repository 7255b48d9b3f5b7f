import type { Form } from '../form.ts'
import { system } from '../open.ts'
import { replyWithPage } from '../paging.ts'
import { created, ok, removed, type Route } from '../route.ts'
import type { Open } from './open.ts'
import { presentConversation } from './present/conversation.ts'

const states = ['active', 'inactive', 'closed'] as const

export const conversationRoutes = (open: Open): Route[] => [
  {
    path: '/Conversations',
    get(call) {
      const { instance, place } = open(call)
      const filter = {
        state: call.query.choice('State', states),
        createdFrom: call.query.instant('StartDate'),
        createdUntil: call.query.instant('EndDate'),
      }
      // "If this filter is used, the returned list is sorted by latest conversation creation date in descending order."
      const order = filter.createdFrom === undefined && filter.createdUntil === undefined ? 'asc' : 'desc'
      return replyWithPage(
        call,
        'conversations',
        (query) => instance.channels.list({ ...query, ...filter, order }),
        (channel) => presentConversation(place, channel),
        ['State', 'StartDate', 'EndDate'],
      )
    },
    post(call) {
      const { instance, place } = open(call)
      return created(presentConversation(place, instance.channels.create(system, readNewConversation(call.form))))
    },
  },
  {
    path: '/Conversations/:conversation',
    get(call) {
      const { instance, place } = open(call)
      return ok(presentConversation(place, instance.channels.fetch(system, call.param('conversation'))))
    },
    post(call) {
      const { instance, place } = open(call)
      const current = instance.channels.fetch(system, call.param('conversation'))
      return ok(presentConversation(place, instance.channels.update(system, current.sid, readFields(call.form, current.bindings))))
    },
    delete(call) {
      open(call).instance.channels.remove(system, call.param('conversation'))
      return removed()
    },
  },
]

/** Nobody enters a conversation who was not added. */
export function readNewConversation(form: Form) {
  const fields = readFields(form, {})
  return { ...fields, uniqueName: fields.uniqueName || undefined, type: 'private' as const }
}

const readFields = (form: Form, bindings: Readonly<Record<string, unknown>>) => ({
  friendlyName: form.text('FriendlyName'),
  uniqueName: form.text('UniqueName'),
  attributes: form.text('Attributes'),
  dateCreated: form.instant('DateCreated'),
  dateUpdated: form.instant('DateUpdated'),
  state: form.choice('State', states),
  inactiveTimer: form.text('Timers.Inactive'),
  closedTimer: form.text('Timers.Closed'),
  messagingServiceSid: form.text('MessagingServiceSid') === '' ? '' : form.sid('MessagingServiceSid', 'MG'),
  bindings: readBindings(form, bindings),
})

/** `Bindings.Email.Address` and `Bindings.Email.Name` laid over what is set already; undefined when none was sent. */
function readBindings(form: Form, current: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
  const sent = Object.entries({ address: form.text('Bindings.Email.Address'), name: form.text('Bindings.Email.Name') })
  if (sent.every(([, value]) => value === undefined)) return undefined
  const email = { ...(current['email'] as object | undefined), ...Object.fromEntries(sent.filter(([, value]) => value !== undefined)) }
  return { ...current, email }
}
