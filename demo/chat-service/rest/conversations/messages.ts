import { ApiError } from '../../domain/errors.ts'
import type { Form } from '../form.ts'
import { mediaSids } from '../messages.ts'
import { system } from '../open.ts'
import { replyWithPage } from '../paging.ts'
import { created, ok, removed, type Route } from '../route.ts'
import type { Open } from './open.ts'
import { presentMessage } from './present/message.ts'

export const messageRoutes = (open: Open): Route[] => [
  {
    path: '/Conversations/:conversation/Messages',
    get(call) {
      const { instance, place } = open(call)
      const order = call.query.choice('Order', ['asc', 'desc'])
      return replyWithPage(
        call,
        'messages',
        (query) => instance.messages.list(system, call.param('conversation'), { ...query, order }),
        (message) => presentMessage(place, message),
        ['Order'],
      )
    },
    post(call) {
      const { instance, place } = open(call)
      refuseTemplate(call.form)
      const message = instance.messages.create(system, call.param('conversation'), {
        ...readFields(call.form),
        mediaSids: mediaSids(call.form),
        // Kept, and shown to nobody: it is for mail.
        subject: call.form.text('Subject'),
      })
      return created(presentMessage(place, message))
    },
  },
  {
    path: '/Conversations/:conversation/Messages/:message',
    get(call) {
      const { instance, place } = open(call)
      return ok(presentMessage(place, instance.messages.fetch(system, call.param('conversation'), call.param('message'))))
    },
    post(call) {
      const { instance, place } = open(call)
      return ok(
        presentMessage(place, instance.messages.update(system, call.param('conversation'), call.param('message'), readFields(call.form))),
      )
    },
    delete(call) {
      open(call).instance.messages.remove(system, call.param('conversation'), call.param('message'))
      return removed()
    },
  },
]

const readFields = (form: Form) => ({
  body: form.text('Body'),
  attributes: form.text('Attributes'),
  from: form.text('Author') || undefined,
  dateCreated: form.instant('DateCreated'),
  dateUpdated: form.instant('DateUpdated'),
})

/** The text would come from a template that is not here. @throws ApiError 501 */
function refuseTemplate(form: Form): void {
  if (form.text('ContentSid')) throw new ApiError(501, 20501, 'ContentSid is not served: this chat service has no Rich Content templates')
}
