import type { Form } from '../form.ts'
import { replyWithPage } from '../paging.ts'
import { created, ok, removed, type Route } from '../route.ts'
import type { Open } from './open.ts'
import { presentRole } from './present/role.ts'
import { readPermission, readRoleType, roleTypes } from './words.ts'

export const roleRoutes = (open: Open): Route[] => [
  {
    path: '/Roles',
    get(call) {
      const { instance, place } = open(call)
      return replyWithPage(call, 'roles', instance.roles.list, (role) => presentRole(place, role))
    },
    post(call) {
      const { instance, place } = open(call)
      const friendlyName = call.form.required('FriendlyName')
      const type = call.form.requiredChoice('Type', roleTypes)
      const permissions = readPermissions(call.form)
      return created(presentRole(place, instance.roles.create({ friendlyName, type: readRoleType(type), permissions })))
    },
  },
  {
    path: '/Roles/:role',
    get(call) {
      const { instance, place } = open(call)
      return ok(presentRole(place, instance.roles.fetch(call.param('role'))))
    },
    post(call) {
      const { instance, place } = open(call)
      return ok(presentRole(place, instance.roles.update(call.param('role'), { permissions: readPermissions(call.form) })))
    },
    delete(call) {
      open(call).instance.roles.remove(call.param('role'))
      return removed()
    },
  },
]

const readPermissions = (form: Form): readonly string[] => form.requiredTexts('Permission').map(readPermission)
