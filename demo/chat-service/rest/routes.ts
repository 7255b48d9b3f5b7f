import type { Domain } from '../domain/domain.ts'
import { channelRoutes } from './channels.ts'
import { conversationsRoutes } from './conversations/routes.ts'
import { inviteRoutes } from './invites.ts'
import { memberRoutes } from './members.ts'
import { messageRoutes } from './messages.ts'
import { createOpen } from './open.ts'
import { refusedRoutes } from './refused.ts'
import { roleRoutes } from './roles.ts'
import type { Route } from './route.ts'
import { serviceRoutes } from './services.ts'
import { userChannelRoutes } from './user-channels.ts'
import { userRoutes } from './users.ts'
import { webhookRoutes } from './webhooks.ts'

/** Every address of both APIs. @param publicUrl base of the addresses in answers, without a slash at its end */
export const publicRoutes = (domain: Domain, publicUrl: string): Route[] =>
  merge([...chatRoutes(domain, publicUrl), ...conversationsRoutes(domain, publicUrl), ...refusedRoutes()])

function chatRoutes(domain: Domain, publicUrl: string): Route[] {
  const open = createOpen(domain, publicUrl)
  return [
    ...serviceRoutes(domain, open, publicUrl),
    ...roleRoutes(open),
    ...userRoutes(open),
    ...userChannelRoutes(open),
    ...channelRoutes(open),
    ...memberRoutes(open),
    ...messageRoutes(open),
    ...inviteRoutes(open),
    ...webhookRoutes(open),
  ]
}

/** One route for each address, with all its methods: the others are answered 405. */
function merge(routes: readonly Route[]): Route[] {
  const byPath = new Map<string, Route>()
  for (const route of routes) byPath.set(route.path, { ...byPath.get(route.path), ...route })
  return [...byPath.values()]
}
