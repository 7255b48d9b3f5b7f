import { type Open, system } from './open.ts'
import { replyWithPage } from './paging.ts'
import { presentInvite } from './present/invite.ts'
import { created, ok, removed, type Route } from './route.ts'

export const inviteRoutes = (open: Open): Route[] => [
  {
    path: '/v2/Services/:service/Channels/:channel/Invites',
    get(call) {
      const { instance, place } = open(call)
      return replyWithPage(
        call,
        'invites',
        (query) => instance.invites.list(call.param('channel'), { ...query, identities: call.query.texts('Identity') }),
        (invite) => presentInvite(place, invite),
        ['Identity'],
      )
    },
    post(call) {
      const { instance, place } = open(call)
      const invite = instance.invites.create(system, call.param('channel'), {
        identity: call.form.required('Identity'),
        roleSid: call.form.sid('RoleSid', 'RL'),
      })
      return created(presentInvite(place, invite))
    },
  },
  {
    path: '/v2/Services/:service/Channels/:channel/Invites/:invite',
    get(call) {
      const { instance, place } = open(call)
      return ok(presentInvite(place, instance.invites.fetch(call.param('channel'), call.param('invite'))))
    },
    delete(call) {
      open(call).instance.invites.remove(system, call.param('channel'), call.param('invite'))
      return removed()
    },
  },
]
