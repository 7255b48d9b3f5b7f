import { invalid } from './errors.ts'
import { checkFriendlyName, checkInteger } from './limits.ts'
import { type DefaultRoles, findRole } from './roles.ts'
import type { Scope } from './scope.ts'
import type { RoleType, Service } from './types.ts'

/** What is kept of a Service besides its sid and dates. */
export type ServiceFields = Omit<Service, 'sid' | 'accountSid' | 'dateCreated' | 'dateUpdated'>

/** As Twilio makes a new Service. */
export function newServiceFields(friendlyName: string, roles: DefaultRoles): ServiceFields {
  return {
    friendlyName,
    defaultServiceRoleSid: roles.serviceUser,
    defaultChannelRoleSid: roles.channelUser,
    defaultChannelCreatorRoleSid: roles.channelAdmin,
    readStatusEnabled: true,
    reachabilityEnabled: false,
    typingIndicatorTimeout: 5,
    consumptionReportInterval: 10,
    limits: { channelMembers: 100, userChannels: 250 },
    preWebhookUrl: null,
    postWebhookUrl: null,
    webhookMethod: null,
    webhookFilters: [],
    preWebhookRetryCount: 0,
    postWebhookRetryCount: 0,
    notifications: {
      log_enabled: true,
      new_message: { enabled: false },
      added_to_channel: { enabled: false },
      removed_from_channel: { enabled: false },
      invited_to_channel: { enabled: false },
    },
    mediaCompatibilityMessage: 'media compatibility message',
  }
}

const roleTypes = {
  defaultServiceRoleSid: 'deployment',
  defaultChannelRoleSid: 'channel',
  defaultChannelCreatorRoleSid: 'channel',
} as const satisfies Partial<Record<keyof ServiceFields, RoleType>>

/** The Service's fields with `changes` in them. @throws ApiError 400 */
export function checkServiceFields(scope: Scope, before: Service, changes: Partial<ServiceFields>): ServiceFields {
  const { sid: _sid, accountSid: _accountSid, dateCreated: _dateCreated, dateUpdated: _dateUpdated, ...known } = before
  const given = Object.fromEntries(Object.entries(changes).filter(([name, value]) => value !== undefined && name in known))
  const fields = { ...known, ...given } as ServiceFields

  checkFriendlyName(fields.friendlyName)
  for (const [field, type] of Object.entries(roleTypes) as [keyof typeof roleTypes, RoleType][]) {
    if (findRole(scope, fields[field])?.type !== type) throw invalid(`${field} must name a Role of type ${type}`)
  }
  for (const field of ['readStatusEnabled', 'reachabilityEnabled'] as const) {
    if (typeof fields[field] !== 'boolean') throw invalid(`${field} must be true or false`)
  }
  checkInteger('TypingIndicatorTimeout', fields.typingIndicatorTimeout, 1, 3_600)
  checkInteger('ConsumptionReportInterval', fields.consumptionReportInterval, 0, 86_400)
  checkInteger('Limits.ChannelMembers', fields.limits.channelMembers, 1, 1_000)
  checkInteger('Limits.UserChannels', fields.limits.userChannels, 1, 1_000)
  checkInteger('PreWebhookRetryCount', fields.preWebhookRetryCount, 0, 3)
  checkInteger('PostWebhookRetryCount', fields.postWebhookRetryCount, 0, 3)
  for (const field of ['preWebhookUrl', 'postWebhookUrl'] as const) {
    const url = fields[field]
    if (url !== null) checkHttpUrl(field, url)
  }
  if (fields.webhookMethod !== null && !/^(GET|POST)$/.test(fields.webhookMethod)) throw invalid('WebhookMethod must be GET or POST')
  return fields
}

export function checkHttpUrl(what: string, value: unknown): string {
  if (typeof value !== 'string' || value.length > 2_048 || !URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    throw invalid(`${what} must be an http or https address`)
  }
  return value
}
