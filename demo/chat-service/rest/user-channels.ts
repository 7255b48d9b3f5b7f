import { type Open, system } from './open.ts'
import { replyWithPage } from './paging.ts'
import { presentUserChannel } from './present/user-channel.ts'
import { ok, removed, type Route } from './route.ts'

export const userChannelRoutes = (open: Open): Route[] => [
  {
    path: '/v2/Services/:service/Users/:user/Channels',
    get(call) {
      const { instance, place } = open(call)
      const user = instance.users.fetch(call.param('user'))
      return replyWithPage(
        call,
        'channels',
        (query) => instance.userChannels.list(user.sid, query),
        (userChannel) => presentUserChannel(place, user.sid, userChannel),
      )
    },
  },
  {
    path: '/v2/Services/:service/Users/:user/Channels/:channel',
    get(call) {
      const { instance, place } = open(call)
      const user = instance.users.fetch(call.param('user'))
      return ok(presentUserChannel(place, user.sid, instance.userChannels.fetch(user.sid, call.param('channel'))))
    },
    post(call) {
      const { instance, place } = open(call)
      const user = instance.users.fetch(call.param('user'))
      const { channel } = instance.userChannels.fetch(user.sid, call.param('channel'))
      const changed = instance.userChannels.update(system, user.sid, channel.sid, {
        notificationLevel: call.form.choice('NotificationLevel', ['default', 'muted']),
        lastConsumedMessageIndex: call.form.nullableInteger('LastConsumedMessageIndex'),
        lastConsumptionTimestamp: call.form.instant('LastConsumptionTimestamp'),
      })
      return ok(presentUserChannel(place, user.sid, changed))
    },
    /** Takes the User out of the Channel, or takes the invitation back. */
    delete(call) {
      const { instance } = open(call)
      const user = instance.users.fetch(call.param('user'))
      const { channel, status } = instance.userChannels.fetch(user.sid, call.param('channel'))
      if (status === 'joined') instance.members.remove(system, channel.sid, user.identity)
      else instance.invites.remove(system, channel.sid, user.identity)
      return removed()
    },
  },
]
