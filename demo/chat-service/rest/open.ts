import type { Domain, Instance } from '../domain/domain.ts'
import { notFound } from '../domain/errors.ts'
import type { Actor, Service } from '../domain/types.ts'
import { type Place, placeOf } from './present/place.ts'
import type { Call } from './route.ts'

/** The back end: REST acts with an API key, above all Roles. */
export const system: Actor = { kind: 'system' }

/** The Service instance that a call names, and nothing of any other. */
export interface Opened {
  readonly service: Service
  readonly instance: Instance
  readonly place: Place
}

/** @throws ApiError 404/20404 when there is no such instance in the API key's account */
export type Open = (call: Call) => Opened

export const createOpen =
  (domain: Domain, publicUrl: string): Open =>
  (call) => {
    const service = domain.services.fetch(call.param('service'))
    if (service.accountSid !== call.key.accountSid) throw notFound('Service')
    return { service, instance: domain.instance(service.sid), place: placeOf(publicUrl, service) }
  }
