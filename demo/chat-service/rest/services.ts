import type { Domain } from '../domain/domain.ts'
import { forbidden } from '../domain/errors.ts'
import type { Page, Service } from '../domain/types.ts'
import type { Form } from './form.ts'
import { readNotifications } from './notifications.ts'
import type { Open } from './open.ts'
import { replyWithPage } from './paging.ts'
import { placeOf } from './present/place.ts'
import { presentService } from './present/service.ts'
import { type Call, created, ok, removed, type Route } from './route.ts'

export function serviceRoutes(domain: Domain, open: Open, publicUrl: string): Route[] {
  const present = (service: Service) => presentService(placeOf(publicUrl, service), service)
  const ownsDomain = (call: Call) => call.key.accountSid === domain.accountSid
  const none: Page<Service> = { items: [], next: null, previous: null }
  return [
    {
      path: '/v2/Services',
      get: (call) => replyWithPage(call, 'services', (query) => (ownsDomain(call) ? domain.services.list(query) : none), present),
      post(call) {
        if (!ownsDomain(call)) throw forbidden('The API key belongs to another account')
        return created(present(domain.services.create({ friendlyName: call.form.required('FriendlyName') })))
      },
    },
    {
      path: '/v2/Services/:service',
      get: (call) => ok(present(open(call).service)),
      post(call) {
        const { service } = open(call)
        return ok(present(domain.services.update(service.sid, readServiceUpdate(call.form, service))))
      },
      delete(call) {
        domain.services.remove(open(call).service.sid)
        return removed()
      },
    },
  ]
}

type ServiceUpdate = Parameters<Domain['services']['update']>[1]

function readServiceUpdate(form: Form, current: Service): ServiceUpdate {
  const channelMembers = form.integer('Limits.ChannelMembers', { min: 1, max: 1000 })
  const userChannels = form.integer('Limits.UserChannels', { min: 1, max: 1000 })
  const retries = { max: 3 }
  const compatibilityMessage = form.text('Media.CompatibilityMessage')
  return sent<ServiceUpdate>({
    friendlyName: form.text('FriendlyName'),
    defaultServiceRoleSid: form.sid('DefaultServiceRoleSid', 'RL'),
    defaultChannelRoleSid: form.sid('DefaultChannelRoleSid', 'RL'),
    defaultChannelCreatorRoleSid: form.sid('DefaultChannelCreatorRoleSid', 'RL'),
    readStatusEnabled: form.flag('ReadStatusEnabled'),
    reachabilityEnabled: form.flag('ReachabilityEnabled'),
    typingIndicatorTimeout: form.integer('TypingIndicatorTimeout', seconds),
    consumptionReportInterval: form.integer('ConsumptionReportInterval', seconds),
    limits:
      channelMembers === undefined && userChannels === undefined
        ? undefined
        : {
            channelMembers: channelMembers ?? current.limits.channelMembers,
            userChannels: userChannels ?? current.limits.userChannels,
          },
    preWebhookUrl: form.address('PreWebhookUrl'),
    postWebhookUrl: form.address('PostWebhookUrl'),
    webhookMethod: form.choice('WebhookMethod', ['GET', 'POST']),
    webhookFilters: form.texts('WebhookFilters')?.filter((name) => name !== ''),
    preWebhookRetryCount: form.integer('PreWebhookRetryCount', retries),
    postWebhookRetryCount: form.integer('PostWebhookRetryCount', retries),
    notifications: readNotifications(form, current.notifications),
    mediaCompatibilityMessage: compatibilityMessage === '' ? null : compatibilityMessage,
  })
}

/** A day: what a client may be asked to wait. */
const seconds = { max: 86_400 }

/** The fields that have a value: what was not sent stays as it is. */
export function sent<Fields extends object>(fields: { [Name in keyof Fields]: Fields[Name] | undefined }): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields
}
