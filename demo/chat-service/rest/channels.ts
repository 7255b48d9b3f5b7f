import type { Instance } from '../domain/domain.ts'
import type { Channel } from '../domain/types.ts'
import type { Form } from './form.ts'
import { type Open, type Opened, system } from './open.ts'
import { replyWithPage } from './paging.ts'
import { presentChannel } from './present/channel.ts'
import { created, ok, removed, type Route } from './route.ts'

const types = ['public', 'private'] as const

export const channelRoutes = (open: Open): Route[] => [
  {
    path: '/v2/Services/:service/Channels',
    get(call) {
      const opened = open(call)
      return replyWithPage(
        call,
        'channels',
        (query) => opened.instance.channels.list({ ...query, types: call.query.choices('Type', types) }),
        (channel) => present(opened, channel),
        ['Type'],
      )
    },
    post(call) {
      const opened = open(call)
      const fields = { ...readFields(call.form), type: call.form.choice('Type', types) }
      return created(present(opened, opened.instance.channels.create(system, { ...fields, uniqueName: fields.uniqueName || undefined })))
    },
  },
  {
    path: '/v2/Services/:service/Channels/:channel',
    get(call) {
      const opened = open(call)
      return ok(present(opened, opened.instance.channels.fetch(system, call.param('channel'))))
    },
    post(call) {
      const opened = open(call)
      return ok(present(opened, opened.instance.channels.update(system, call.param('channel'), readFields(call.form))))
    },
    delete(call) {
      open(call).instance.channels.remove(system, call.param('channel'))
      return removed()
    },
  },
]

const readFields = (form: Form) => ({
  friendlyName: form.text('FriendlyName'),
  uniqueName: form.text('UniqueName'),
  attributes: form.text('Attributes'),
  createdBy: form.text('CreatedBy'),
  dateCreated: form.instant('DateCreated'),
  dateUpdated: form.instant('DateUpdated'),
})

const present = ({ instance, place }: Opened, channel: Channel) => presentChannel(place, channel, lastMessageSid(instance, channel))

function lastMessageSid(instance: Instance, channel: Channel): string | null {
  if (channel.messagesCount === 0) return null
  return instance.messages.list(system, channel.sid, { limit: 1, order: 'desc' }).items[0]?.sid ?? null
}
