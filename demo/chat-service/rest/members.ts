import type { Form } from './form.ts'
import { type Open, system } from './open.ts'
import { replyWithPage } from './paging.ts'
import { presentMember } from './present/member.ts'
import { created, ok, removed, type Route } from './route.ts'

export const memberRoutes = (open: Open): Route[] => [
  {
    path: '/v2/Services/:service/Channels/:channel/Members',
    get(call) {
      const { instance, place } = open(call)
      return replyWithPage(
        call,
        'members',
        (query) => instance.members.list(system, call.param('channel'), { ...query, identities: call.query.texts('Identity') }),
        (member) => presentMember(place, member),
        ['Identity'],
      )
    },
    post(call) {
      const { instance, place } = open(call)
      const member = instance.members.create(system, call.param('channel'), {
        ...readFields(call.form),
        identity: call.form.required('Identity'),
        lastConsumedMessageIndex: call.form.integer('LastConsumedMessageIndex'),
      })
      return created(presentMember(place, member))
    },
  },
  {
    path: '/v2/Services/:service/Channels/:channel/Members/:member',
    get(call) {
      const { instance, place } = open(call)
      return ok(presentMember(place, instance.members.fetch(system, call.param('channel'), call.param('member'))))
    },
    post(call) {
      const { instance, place } = open(call)
      const member = instance.members.update(system, call.param('channel'), call.param('member'), {
        ...readFields(call.form),
        lastConsumedMessageIndex: call.form.nullableInteger('LastConsumedMessageIndex'),
      })
      return ok(presentMember(place, member))
    },
    delete(call) {
      open(call).instance.members.remove(system, call.param('channel'), call.param('member'))
      return removed()
    },
  },
]

const readFields = (form: Form) => ({
  roleSid: form.sid('RoleSid', 'RL'),
  attributes: form.text('Attributes'),
  lastConsumptionTimestamp: form.instant('LastConsumptionTimestamp'),
  dateCreated: form.instant('DateCreated'),
  dateUpdated: form.instant('DateUpdated'),
})
