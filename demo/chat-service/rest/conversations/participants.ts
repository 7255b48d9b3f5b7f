import type { Instance } from '../../domain/domain.ts'
import type { Member } from '../../domain/types.ts'
import type { Form } from '../form.ts'
import { system } from '../open.ts'
import { replyWithPage } from '../paging.ts'
import { created, ok, removed, type Route } from '../route.ts'
import type { Open } from './open.ts'
import { presentParticipant } from './present/participant.ts'

export const participantRoutes = (open: Open): Route[] => [
  {
    path: '/Conversations/:conversation/Participants',
    get(call) {
      const { instance, place } = open(call)
      return replyWithPage(
        call,
        'participants',
        (query) => instance.members.list(system, call.param('conversation'), query),
        (member) => presentParticipant(place, member),
      )
    },
    post(call) {
      const { instance, place } = open(call)
      return created(presentParticipant(place, addParticipant(instance, call.param('conversation'), call.form)))
    },
  },
  {
    path: '/Conversations/:conversation/Participants/:participant',
    get(call) {
      const { instance, place } = open(call)
      return ok(presentParticipant(place, instance.members.fetch(system, call.param('conversation'), call.param('participant'))))
    },
    post(call) {
      const { instance, place } = open(call)
      const member = instance.members.update(system, call.param('conversation'), call.param('participant'), {
        ...readFields(call.form),
        messagingBinding: readBindingChanges(call.form),
        lastConsumedMessageIndex: call.form.nullableInteger('LastReadMessageIndex'),
        lastConsumptionTimestamp: call.form.instant('LastReadTimestamp'),
      })
      return ok(presentParticipant(place, member))
    },
    delete(call) {
      open(call).instance.members.remove(system, call.param('conversation'), call.param('participant'))
      return removed()
    },
  },
]

/** A User, or somebody who is reached at an address. */
export const addParticipant = (instance: Instance, conversation: string, form: Form): Member =>
  instance.members.create(system, conversation, {
    ...readFields(form),
    identity: form.text('Identity') || undefined,
    messagingBinding: sentBinding({
      address: form.text('MessagingBinding.Address') || undefined,
      proxyAddress: form.text('MessagingBinding.ProxyAddress') || undefined,
      projectedAddress: form.text('MessagingBinding.ProjectedAddress') || undefined,
    }),
  })

/** "'null' value will remove it": the official library sends a null as an empty text. */
const readBindingChanges = (form: Form) =>
  sentBinding({
    proxyAddress: emptyIsNull(form.text('MessagingBinding.ProxyAddress')),
    projectedAddress: emptyIsNull(form.text('MessagingBinding.ProjectedAddress')),
  })

const emptyIsNull = (address: string | undefined): string | null | undefined => (address === '' || address === 'null' ? null : address)
const sentBinding = <Binding extends object>(binding: Binding): Binding | undefined =>
  Object.values(binding).every((address) => address === undefined) ? undefined : binding

const readFields = (form: Form) => ({
  roleSid: form.sid('RoleSid', 'RL'),
  attributes: form.text('Attributes'),
  dateCreated: form.instant('DateCreated'),
  dateUpdated: form.instant('DateUpdated'),
})
