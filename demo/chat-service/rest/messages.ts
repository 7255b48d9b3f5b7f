import type { Form } from './form.ts'
import { type Open, system } from './open.ts'
import { replyWithPage } from './paging.ts'
import { presentMessage } from './present/message.ts'
import { created, ok, removed, type Route } from './route.ts'

export const messageRoutes = (open: Open): Route[] => [
  {
    path: '/v2/Services/:service/Channels/:channel/Messages',
    get(call) {
      const { instance, place } = open(call)
      return replyWithPage(
        call,
        'messages',
        (query) => instance.messages.list(system, call.param('channel'), { ...query, order: call.query.choice('Order', ['asc', 'desc']) }),
        (message) => presentMessage(place, message),
        ['Order'],
      )
    },
    post(call) {
      const { instance, place } = open(call)
      const message = instance.messages.create(system, call.param('channel'), {
        ...readFields(call.form),
        mediaSids: mediaSids(call.form),
      })
      return created(presentMessage(place, message))
    },
  },
  {
    path: '/v2/Services/:service/Channels/:channel/Messages/:message',
    get(call) {
      const { instance, place } = open(call)
      return ok(presentMessage(place, instance.messages.fetch(system, call.param('channel'), call.param('message'))))
    },
    post(call) {
      const { instance, place } = open(call)
      const message = instance.messages.update(system, call.param('channel'), call.param('message'), readFields(call.form))
      return ok(presentMessage(place, message))
    },
    delete(call) {
      open(call).instance.messages.remove(system, call.param('channel'), call.param('message'))
      return removed()
    },
  },
]

/** REST sends one; a socket may send several. */
export function mediaSids(form: Form): string[] {
  const sid = form.sid('MediaSid', 'ME')
  return sid === undefined ? [] : [sid]
}

const readFields = (form: Form) => ({
  body: form.text('Body'),
  attributes: form.text('Attributes'),
  from: form.text('From') || undefined,
  lastUpdatedBy: form.text('LastUpdatedBy') || undefined,
  dateCreated: form.instant('DateCreated'),
  dateUpdated: form.instant('DateUpdated'),
})
