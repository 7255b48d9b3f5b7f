import { pushDisabled } from './errors.ts'
import type { Open } from './open.ts'
import type { Handler, Route } from './route.ts'

/** Bindings and Credentials belong to push, which this chat service has not: each of their operations says so. */
export function pushRoutes(open: Open): Route[] {
  const bindings: Handler = (call) => {
    open(call)
    throw pushDisabled('Bindings')
  }
  const credentials: Handler = () => {
    throw pushDisabled('Credentials')
  }
  return [
    { path: '/v2/Services/:service/Bindings', get: bindings },
    { path: '/v2/Services/:service/Bindings/:binding', get: bindings, delete: bindings },
    { path: '/v2/Services/:service/Users/:user/Bindings', get: bindings },
    { path: '/v2/Services/:service/Users/:user/Bindings/:binding', get: bindings, delete: bindings },
    { path: '/v2/Credentials', get: credentials, post: credentials },
    { path: '/v2/Credentials/:credential', get: credentials, post: credentials, delete: credentials },
  ]
}
