import { notFound } from '../../domain/errors.ts'
import type { Member, UserChannel } from '../../domain/types.ts'
import type { Form } from '../form.ts'
import { system } from '../open.ts'
import { replyWithPage } from '../paging.ts'
import { created, ok, removed, type Route } from '../route.ts'
import type { Open } from './open.ts'
import { presentUser } from './present/user.ts'
import { presentUserConversation } from './present/user-conversation.ts'

export const userRoutes = (open: Open): Route[] => [
  {
    path: '/Users',
    get(call) {
      const { instance, place } = open(call)
      return replyWithPage(call, 'users', instance.users.list, (user) => presentUser(place, user))
    },
    post(call) {
      const { instance, place } = open(call)
      return created(presentUser(place, instance.users.create({ identity: call.form.required('Identity'), ...readFields(call.form) })))
    },
  },
  {
    path: '/Users/:user',
    get(call) {
      const { instance, place } = open(call)
      return ok(presentUser(place, instance.users.fetch(call.param('user'))))
    },
    post(call) {
      const { instance, place } = open(call)
      return ok(presentUser(place, instance.users.update(system, call.param('user'), readFields(call.form))))
    },
    delete(call) {
      open(call).instance.users.remove(call.param('user'))
      return removed()
    },
  },
]

const readFields = (form: Form) => ({
  roleSid: form.sid('RoleSid', 'RL'),
  friendlyName: form.text('FriendlyName'),
  attributes: form.text('Attributes'),
})

export const userConversationRoutes = (open: Open): Route[] => [
  {
    path: '/Users/:user/Conversations',
    get(call) {
      const { instance, place } = open(call)
      const user = instance.users.fetch(call.param('user'))
      return replyWithPage(
        call,
        'conversations',
        (query) => instance.userChannels.list(user.sid, { ...query, joined: true }),
        (userChannel) => presentUserConversation(place, user.sid, userChannel, memberOf(userChannel)),
      )
    },
  },
  {
    path: '/Users/:user/Conversations/:conversation',
    get(call) {
      const { instance, place } = open(call)
      const user = instance.users.fetch(call.param('user'))
      const userChannel = instance.userChannels.fetch(user.sid, call.param('conversation'))
      return ok(presentUserConversation(place, user.sid, userChannel, memberOf(userChannel)))
    },
    post(call) {
      const { instance, place } = open(call)
      const user = instance.users.fetch(call.param('user'))
      const { channel } = instance.userChannels.fetch(user.sid, call.param('conversation'))
      const changed = instance.userChannels.update(system, user.sid, channel.sid, {
        notificationLevel: call.form.choice('NotificationLevel', ['default', 'muted']),
        lastConsumedMessageIndex: call.form.nullableInteger('LastReadMessageIndex'),
        lastConsumptionTimestamp: call.form.instant('LastReadTimestamp'),
      })
      return ok(presentUserConversation(place, user.sid, changed, memberOf(changed)))
    },
    /** Takes the User out of the conversation. */
    delete(call) {
      const { instance } = open(call)
      const user = instance.users.fetch(call.param('user'))
      const userChannel = instance.userChannels.fetch(user.sid, call.param('conversation'))
      instance.members.remove(system, userChannel.channel.sid, memberOf(userChannel).sid)
      return removed()
    },
  },
]

/** @throws ApiError 404 for a User that is only invited, which Conversations does not know */
function memberOf({ member }: UserChannel): Member {
  if (member === null) throw notFound('Channel')
  return member
}
