import { randomUUID } from 'node:crypto'
import { ApiError } from '../domain/errors.ts'
import type { Service } from '../domain/types.ts'
import type { Route } from './context.ts'

/** The Service's `notifications` say for each kind whether it is enabled; none is until the back end says so. */
const pushEnabled = ({ notifications }: Service): boolean =>
  Object.values(notifications).some((kind) => typeof kind === 'object' && kind !== null && (kind as { enabled?: unknown }).enabled === true)

const requirePush: (...context: Parameters<Route['handle']>) => void = ({ instance }) => {
  if (!pushEnabled(instance.service())) throw new ApiError(403, 52112, 'Push notifications are disabled in this Service instance')
}

/** Registrations of a device are accepted where push is enabled; this service delivers none. */
export const pushRoutes: readonly Route[] = [
  {
    method: 'POST',
    pattern: 'v1/registrations',
    handle: (context) => {
      requirePush(context)
      return { status: 201, body: { id: randomUUID() } }
    },
  },
  {
    method: 'DELETE',
    pattern: 'v1/registrations/:registration',
    handle: (context) => {
      requirePush(context)
      return { status: 204 }
    },
  },
]
