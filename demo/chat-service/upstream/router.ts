import { ApiError } from '../domain/errors.ts'
import { channelRoutes } from './channels.ts'
import { configurationRoutes } from './configuration.ts'
import type { Route } from './context.ts'
import { memberRoutes } from './members.ts'
import { messageExtraRoutes } from './message-extras.ts'
import { messageRoutes } from './messages.ts'
import { myChannelRoutes } from './my-channels.ts'
import { pushRoutes } from './push.ts'
import type { UpstreamRequest } from './request.ts'
import { subscriptionRoutes } from './subscriptions.ts'
import { syncRoutes } from './sync.ts'
import { typingRoutes } from './typing.ts'
import { userRoutes } from './users.ts'

interface Compiled {
  readonly route: Route
  readonly parts: readonly string[]
}

export interface Matched {
  readonly route: Route
  readonly segment: (name: string) => string
}

const table: readonly Compiled[] = [
  ...configurationRoutes,
  ...channelRoutes,
  ...memberRoutes,
  ...messageRoutes,
  ...messageExtraRoutes,
  ...myChannelRoutes,
  ...userRoutes,
  ...typingRoutes,
  ...syncRoutes,
  ...subscriptionRoutes,
  ...pushRoutes,
].map((route) => ({ route, parts: route.pattern.split('/') }))

/** The route of this request. @throws ApiError 404 for an unknown path, 405 for an unknown method of a known one */
export function findRoute({ method, segments }: Pick<UpstreamRequest, 'method' | 'segments'>): Matched {
  const here = table.filter(
    ({ parts }) => parts.length === segments.length && parts.every((part, i) => part.startsWith(':') || part === segments[i]),
  )
  if (here.length === 0) throw new ApiError(404, 20404, 'The requested resource was not found')
  const found = here.find(({ route }) => route.method === method)
  if (!found) throw new ApiError(405, 20004, 'Method not allowed')
  return {
    route: found.route,
    segment: (name) => {
      const value = segments[found.parts.indexOf(`:${name}`)]
      if (value === undefined) throw new Error(`The pattern ${found.route.pattern} has no :${name}`)
      return value
    },
  }
}
