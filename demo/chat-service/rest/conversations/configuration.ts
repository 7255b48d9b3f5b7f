import type { AccountConfiguration } from '../../domain/account.ts'
import type { Domain } from '../../domain/domain.ts'
import { ApiError, forbidden } from '../../domain/errors.ts'
import type { Form } from '../form.ts'
import { type Call, ok, type Route } from '../route.ts'
import { sent } from '../services.ts'
import { presentAccount, presentAccountWebhooks } from './present/account.ts'

/** What holds for the whole account: the default Service instance, the timers of new conversations, webhooks (stored, not called). */
export function configurationRoutes(domain: Domain, publicUrl: string): Route[] {
  const url = `${publicUrl}/v1`
  function open(call: Call): AccountConfiguration {
    if (call.key.accountSid !== domain.accountSid) throw forbidden('The API key belongs to another account')
    return domain.account.fetch()
  }
  const present = (account: AccountConfiguration) => presentAccount(url, domain.accountSid, defaultServiceSid(domain), account)
  return [
    {
      path: '/v1/Configuration',
      get: (call) => ok(present(open(call))),
      post(call) {
        open(call)
        return ok(present(domain.account.update(readConfiguration(call.form))))
      },
    },
    {
      path: '/v1/Configuration/Webhooks',
      get: (call) => ok(presentAccountWebhooks(url, domain.accountSid, open(call))),
      post(call) {
        const { webhook } = open(call)
        const changed = domain.account.update({ webhook: { ...webhook, ...readWebhook(call.form) } })
        return ok(presentAccountWebhooks(url, domain.accountSid, changed))
      },
    },
  ]
}

function defaultServiceSid(domain: Domain): string | null {
  try {
    return domain.account.defaultService().sid
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null
    throw error
  }
}

const readConfiguration = (form: Form) =>
  sent<Partial<AccountConfiguration>>({
    defaultServiceSid: form.sid('DefaultChatServiceSid', 'IS'),
    defaultMessagingServiceSid: emptyIsNull(
      form.text('DefaultMessagingServiceSid') === '' ? '' : form.sid('DefaultMessagingServiceSid', 'MG'),
    ),
    defaultInactiveTimer: emptyIsNull(form.text('DefaultInactiveTimer')),
    defaultClosedTimer: emptyIsNull(form.text('DefaultClosedTimer')),
  })

const readWebhook = (form: Form) =>
  sent<Partial<AccountConfiguration['webhook']>>({
    method: form.choice('Method', ['GET', 'POST']),
    filters: form.texts('Filters')?.filter((name) => name !== ''),
    preWebhookUrl: form.address('PreWebhookUrl'),
    postWebhookUrl: form.address('PostWebhookUrl'),
    target: form.choice('Target', ['webhook', 'flex']),
  })

const emptyIsNull = (value: string | undefined): string | null | undefined => (value === '' ? null : value)
