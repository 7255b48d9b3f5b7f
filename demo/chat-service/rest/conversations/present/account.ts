import type { AccountConfiguration } from '../../../domain/account.ts'

/** @param url absolute address of `/v1` */
export const presentAccount = (url: string, accountSid: string, defaultServiceSid: string | null, account: AccountConfiguration) => ({
  account_sid: accountSid,
  default_chat_service_sid: defaultServiceSid,
  default_messaging_service_sid: account.defaultMessagingServiceSid,
  default_inactive_timer: account.defaultInactiveTimer,
  default_closed_timer: account.defaultClosedTimer,
  url: `${url}/Configuration`,
  links: {
    service: defaultServiceSid && `${url}/Services/${defaultServiceSid}/Configuration`,
    webhooks: `${url}/Configuration/Webhooks`,
  },
})

export const presentAccountWebhooks = (url: string, accountSid: string, { webhook }: AccountConfiguration) => ({
  account_sid: accountSid,
  pre_webhook_url: webhook.preWebhookUrl,
  post_webhook_url: webhook.postWebhookUrl,
  filters: webhook.filters,
  method: webhook.method,
  target: webhook.target,
  url: `${url}/Configuration/Webhooks`,
})
