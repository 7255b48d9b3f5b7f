import type { Domain, Instance } from '../../domain/domain.ts'
import { notFound } from '../../domain/errors.ts'
import type { Service } from '../../domain/types.ts'
import type { Call } from '../route.ts'
import { type ConversationsPlace, defaultPlace, namedPlace } from './present/place.ts'

/** The Service instance that a call is about, and nothing of any other. */
export interface Opened {
  readonly service: Service
  readonly instance: Instance
  readonly place: ConversationsPlace
}

/** @throws ApiError 404/20404 when there is no such instance in the API key's account */
export type Open = (call: Call) => Opened

/** Of addresses below `/v1/Services/IS…`. */
export const openNamed = (domain: Domain, publicUrl: string): Open =>
  opener(
    domain,
    (call) => domain.services.fetch(call.param('service')),
    (service) => namedPlace(publicUrl, service),
  )

/** Of the shorter addresses below `/v1`, which mean the account's default Service instance. */
export const openDefault = (domain: Domain, publicUrl: string): Open =>
  opener(
    domain,
    () => domain.account.defaultService(),
    (service) => defaultPlace(publicUrl, service),
  )

function opener(domain: Domain, find: (call: Call) => Service, place: (service: Service) => ConversationsPlace): Open {
  return (call) => {
    const service = find(call)
    if (service.accountSid !== call.key.accountSid) throw notFound('Service')
    const instance = domain.instance(service.sid)
    // What is told of a state is true now, also between two looks at the timers.
    instance.channels.runTimers()
    return { service, instance, place: place(service) }
  }
}
