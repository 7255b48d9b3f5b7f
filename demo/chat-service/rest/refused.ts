import { notServed } from './errors.ts'
import type { Route } from './route.ts'

/** Operations that Twilio describes and this chat service does not serve, by the names of the descriptions, and why. */
const push = 'push notifications are not part of this chat service'
const addresses = 'this chat service has no phone numbers, so nobody can write to one'

export interface RefusedOperation {
  readonly method: 'get' | 'post' | 'delete'
  readonly path: string
  /** As Twilio's description calls it */
  readonly operation: string
  readonly because: string
}

const resource = (because: string, rows: readonly (readonly [RefusedOperation['method'], string, string])[]): RefusedOperation[] =>
  rows.map(([method, path, operation]) => ({ method, path, operation, because }))

export const refusedOperations: readonly RefusedOperation[] = [
  ...resource(push, [
    ['get', '/v2/Services/:service/Bindings', 'ListBinding'],
    ['get', '/v2/Services/:service/Bindings/:binding', 'FetchBinding'],
    ['delete', '/v2/Services/:service/Bindings/:binding', 'DeleteBinding'],
    ['get', '/v2/Services/:service/Users/:user/Bindings', 'ListUserBinding'],
    ['get', '/v2/Services/:service/Users/:user/Bindings/:binding', 'FetchUserBinding'],
    ['delete', '/v2/Services/:service/Users/:user/Bindings/:binding', 'DeleteUserBinding'],
    ['get', '/v1/Services/:service/Bindings', 'ListServiceBinding'],
    ['get', '/v1/Services/:service/Bindings/:binding', 'FetchServiceBinding'],
    ['delete', '/v1/Services/:service/Bindings/:binding', 'DeleteServiceBinding'],
    ...['/v2', '/v1'].flatMap((version) => [
      ['get', `${version}/Credentials`, 'ListCredential'] as const,
      ['post', `${version}/Credentials`, 'CreateCredential'] as const,
      ['get', `${version}/Credentials/:credential`, 'FetchCredential'] as const,
      ['post', `${version}/Credentials/:credential`, 'UpdateCredential'] as const,
      ['delete', `${version}/Credentials/:credential`, 'DeleteCredential'] as const,
    ]),
  ]),
  ...resource(addresses, [
    ['get', '/v1/Configuration/Addresses', 'ListConfigurationAddress'],
    ['post', '/v1/Configuration/Addresses', 'CreateConfigurationAddress'],
    ['get', '/v1/Configuration/Addresses/:address', 'FetchConfigurationAddress'],
    ['post', '/v1/Configuration/Addresses/:address', 'UpdateConfigurationAddress'],
    ['delete', '/v1/Configuration/Addresses/:address', 'DeleteConfigurationAddress'],
  ]),
]

/** Each of them answers 501 and says its name. */
export const refusedRoutes = (): Route[] =>
  refusedOperations.map(({ method, path, operation, because }) => ({
    path,
    [method]: () => {
      throw notServed(operation, because)
    },
  }))
