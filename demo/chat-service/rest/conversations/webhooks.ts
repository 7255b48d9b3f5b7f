import { replyWithPage } from '../paging.ts'
import { created, ok, removed, type Route } from '../route.ts'
import { readWebhookConfiguration, requireWebhookParts, webhookTypes } from '../webhooks.ts'
import type { Open } from './open.ts'
import { presentWebhook } from './present/webhook.ts'

/** Scoped Webhooks are stored and shown; this chat service calls none. */
export const webhookRoutes = (open: Open): Route[] => [
  {
    path: '/Conversations/:conversation/Webhooks',
    get(call) {
      const { instance, place } = open(call)
      return replyWithPage(
        call,
        'webhooks',
        (query) => instance.webhooks.list(call.param('conversation'), query),
        (webhook) => presentWebhook(place, webhook),
      )
    },
    post(call) {
      const { instance, place } = open(call)
      const type = call.form.requiredChoice('Target', webhookTypes)
      const configuration = readWebhookConfiguration(call.form, methods)
      requireWebhookParts('Target', type, configuration)
      return created(presentWebhook(place, instance.webhooks.create(call.param('conversation'), { type, configuration })))
    },
  },
  {
    path: '/Conversations/:conversation/Webhooks/:webhook',
    get(call) {
      const { instance, place } = open(call)
      return ok(presentWebhook(place, instance.webhooks.fetch(call.param('conversation'), call.param('webhook'))))
    },
    post(call) {
      const { instance, place } = open(call)
      const current = instance.webhooks.fetch(call.param('conversation'), call.param('webhook'))
      const configuration = { ...current.configuration, ...readWebhookConfiguration(call.form, methods) }
      return ok(presentWebhook(place, instance.webhooks.update(call.param('conversation'), current.sid, { configuration })))
    },
    delete(call) {
      open(call).instance.webhooks.remove(call.param('conversation'), call.param('webhook'))
      return removed()
    },
  },
]

/** Conversations writes them small; what comes in capitals is understood too. */
const methods = ['get', 'post', 'GET', 'POST'] as const
