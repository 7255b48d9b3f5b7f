import type { Open } from './open.ts'
import { replyWithPage } from './paging.ts'
import { presentRole } from './present/role.ts'
import { created, ok, removed, type Route } from './route.ts'

export const roleRoutes = (open: Open): Route[] => [
  {
    path: '/v2/Services/:service/Roles',
    get(call) {
      const { instance, place } = open(call)
      return replyWithPage(call, 'roles', instance.roles.list, (role) => presentRole(place, role))
    },
    post(call) {
      const { instance, place } = open(call)
      const friendlyName = call.form.required('FriendlyName')
      const type = call.form.requiredChoice('Type', ['channel', 'deployment'])
      return created(presentRole(place, instance.roles.create({ friendlyName, type, permissions: call.form.requiredTexts('Permission') })))
    },
  },
  {
    path: '/v2/Services/:service/Roles/:role',
    get(call) {
      const { instance, place } = open(call)
      return ok(presentRole(place, instance.roles.fetch(call.param('role'))))
    },
    post(call) {
      const { instance, place } = open(call)
      return ok(presentRole(place, instance.roles.update(call.param('role'), { permissions: call.form.requiredTexts('Permission') })))
    },
    delete(call) {
      open(call).instance.roles.remove(call.param('role'))
      return removed()
    },
  },
]
