import type { Domain } from '../../domain/domain.ts'
import { forbidden } from '../../domain/errors.ts'
import type { Page, Service } from '../../domain/types.ts'
import { readNotifications } from '../notifications.ts'
import { replyWithPage } from '../paging.ts'
import { type Call, created, ok, removed, type Route } from '../route.ts'
import { sent } from '../services.ts'
import type { Open } from './open.ts'
import { namedPlace } from './present/place.ts'
import { presentService, presentServiceConfiguration, presentServiceNotifications, presentServiceWebhooks } from './present/service.ts'

/** Service instances and their configuration. */
export function serviceRoutes(domain: Domain, open: Open, publicUrl: string): Route[] {
  const present = (service: Service) => presentService(namedPlace(publicUrl, service), service)
  const ownsDomain = (call: Call) => call.key.accountSid === domain.accountSid
  const none: Page<Service> = { items: [], next: null, previous: null }
  return [
    {
      path: '/v1/Services',
      get: (call) => replyWithPage(call, 'services', (query) => (ownsDomain(call) ? domain.services.list(query) : none), present),
      post(call) {
        if (!ownsDomain(call)) throw forbidden('The API key belongs to another account')
        return created(present(domain.services.create({ friendlyName: call.form.required('FriendlyName') })))
      },
    },
    {
      path: '/v1/Services/:service',
      get: (call) => ok(present(open(call).service)),
      delete(call) {
        domain.services.remove(open(call).service.sid)
        return removed()
      },
    },
    {
      path: '/v1/Services/:service/Configuration',
      get(call) {
        const { place, service } = open(call)
        return ok(presentServiceConfiguration(place, service))
      },
      post(call) {
        const { place, service } = open(call)
        const { form } = call
        const changes = sent<ServiceUpdate>({
          defaultChannelCreatorRoleSid: form.sid('DefaultConversationCreatorRoleSid', 'RL'),
          defaultChannelRoleSid: form.sid('DefaultConversationRoleSid', 'RL'),
          defaultServiceRoleSid: form.sid('DefaultChatServiceRoleSid', 'RL'),
          reachabilityEnabled: form.flag('ReachabilityEnabled'),
        })
        return ok(presentServiceConfiguration(place, domain.services.update(service.sid, changes)))
      },
    },
    {
      path: '/v1/Services/:service/Configuration/Webhooks',
      get(call) {
        const { place, service } = open(call)
        return ok(presentServiceWebhooks(place, service))
      },
      post(call) {
        const { place, service } = open(call)
        const changes = sent<ServiceUpdate>({
          preWebhookUrl: call.form.address('PreWebhookUrl'),
          postWebhookUrl: call.form.address('PostWebhookUrl'),
          webhookFilters: call.form.texts('Filters')?.filter((name) => name !== ''),
          webhookMethod: call.form.choice('Method', ['GET', 'POST']),
        })
        return ok(presentServiceWebhooks(place, domain.services.update(service.sid, changes)))
      },
    },
    {
      path: '/v1/Services/:service/Configuration/Notifications',
      get(call) {
        const { place, service } = open(call)
        return ok(presentServiceNotifications(place, service))
      },
      post(call) {
        const { place, service } = open(call)
        const changes = sent<ServiceUpdate>({ notifications: readNotifications(call.form, service.notifications, 'Conversations') })
        return ok(presentServiceNotifications(place, domain.services.update(service.sid, changes)))
      },
    },
  ]
}

type ServiceUpdate = Parameters<Domain['services']['update']>[1]
