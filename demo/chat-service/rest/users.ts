import type { User } from '../domain/types.ts'
import { type Open, type Opened, system } from './open.ts'
import { replyWithPage } from './paging.ts'
import { presentUser } from './present/user.ts'
import { created, ok, removed, type Route } from './route.ts'

export const userRoutes = (open: Open): Route[] => [
  {
    path: '/v2/Services/:service/Users',
    get(call) {
      const { instance, place } = open(call)
      // "null is always returned by a Read action": a list tells nobody's presence.
      return replyWithPage(call, 'users', instance.users.list, (user) => presentUser(place, user, null))
    },
    post(call) {
      const opened = open(call)
      const user = opened.instance.users.create({
        identity: call.form.required('Identity'),
        roleSid: call.form.sid('RoleSid', 'RL'),
        friendlyName: call.form.text('FriendlyName'),
        attributes: call.form.text('Attributes'),
      })
      return created(presentOne(opened, user))
    },
  },
  {
    path: '/v2/Services/:service/Users/:user',
    get(call) {
      const opened = open(call)
      return ok(presentOne(opened, opened.instance.users.fetch(call.param('user'))))
    },
    post(call) {
      const opened = open(call)
      const user = opened.instance.users.update(system, call.param('user'), {
        roleSid: call.form.sid('RoleSid', 'RL'),
        friendlyName: call.form.text('FriendlyName'),
        attributes: call.form.text('Attributes'),
      })
      return ok(presentOne(opened, user))
    },
    delete(call) {
      open(call).instance.users.remove(call.param('user'))
      return removed()
    },
  },
]

const presentOne = ({ place, service }: Opened, user: User) => presentUser(place, user, service.reachabilityEnabled ? user.online : null)
