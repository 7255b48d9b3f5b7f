import { invalid } from '../domain/errors.ts'
import type { ChannelWebhook } from '../domain/types.ts'
import type { Form } from './form.ts'
import type { Open } from './open.ts'
import { replyWithPage } from './paging.ts'
import { presentWebhook } from './present/webhook.ts'
import { created, ok, removed, type Route } from './route.ts'

/** Channel Webhooks are stored and shown; this chat service calls none. */
export const webhookRoutes = (open: Open): Route[] => [
  {
    path: '/v2/Services/:service/Channels/:channel/Webhooks',
    get(call) {
      const { instance, place } = open(call)
      return replyWithPage(
        call,
        'webhooks',
        (query) => instance.webhooks.list(call.param('channel'), query),
        (webhook) => presentWebhook(place, webhook),
      )
    },
    post(call) {
      const { instance, place } = open(call)
      const type = call.form.choice('Type', webhookTypes)
      if (type === undefined) throw invalid('Invalid parameter Type: is required')
      const configuration = readWebhookConfiguration(call.form, ['GET', 'POST'])
      requireWebhookParts('Type', type, configuration)
      return created(presentWebhook(place, instance.webhooks.create(call.param('channel'), { type, configuration })))
    },
  },
  {
    path: '/v2/Services/:service/Channels/:channel/Webhooks/:webhook',
    get(call) {
      const { instance, place } = open(call)
      return ok(presentWebhook(place, instance.webhooks.fetch(call.param('channel'), call.param('webhook'))))
    },
    post(call) {
      const { instance, place } = open(call)
      const current = instance.webhooks.fetch(call.param('channel'), call.param('webhook'))
      const configuration = { ...current.configuration, ...readWebhookConfiguration(call.form, ['GET', 'POST']) }
      return ok(presentWebhook(place, instance.webhooks.update(call.param('channel'), current.sid, { configuration })))
    },
    delete(call) {
      open(call).instance.webhooks.remove(call.param('channel'), call.param('webhook'))
      return removed()
    },
  },
]

export const webhookTypes = ['webhook', 'trigger', 'studio'] as const

/** What was sent of it. @param methods as the API writes them; kept in capitals */
export function readWebhookConfiguration(form: Form, methods: readonly string[]): Record<string, unknown> {
  const url = form.address('Configuration.Url')
  if (url === null) throw invalid('Invalid parameter Configuration.Url: expected an absolute http or https address')
  const settings = {
    url,
    method: form.choice('Configuration.Method', methods)?.toUpperCase(),
    filters: form.texts('Configuration.Filters'),
    triggers: form.texts('Configuration.Triggers'),
    flow_sid: form.sid('Configuration.FlowSid', 'FW'),
    retry_count: form.integer('Configuration.RetryCount', { max: 3 }),
    replay_after: form.integer('Configuration.ReplayAfter'),
  }
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
}

/** What a Webhook of each type cannot do without. */
const needed: Record<ChannelWebhook['type'], Record<string, string>> = {
  webhook: { url: 'Configuration.Url' },
  trigger: { url: 'Configuration.Url', triggers: 'Configuration.Triggers' },
  studio: { flow_sid: 'Configuration.FlowSid' },
}

/** @param parameterOfType says in this API which type it is */
export function requireWebhookParts(parameterOfType: string, type: ChannelWebhook['type'], configuration: Record<string, unknown>): void {
  for (const [property, parameter] of Object.entries(needed[type])) {
    if (configuration[property] === undefined) throw invalid(`Invalid parameter ${parameter}: is required for ${parameterOfType}=${type}`)
  }
}
