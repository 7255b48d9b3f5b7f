import type { Database } from '../storage/database.ts'
import { readTimer } from './conversation-state.ts'
import { invalid } from './errors.ts'
import { checkHttpUrl } from './service-fields.ts'
import { readSetting, writeSetting } from './settings.ts'

/** What Conversations v1 keeps for a whole account. */
export interface AccountConfiguration {
  /** The Service instance of addresses that name none; null = the host's, or the oldest */
  readonly defaultServiceSid: string | null
  readonly defaultMessagingServiceSid: string | null
  /** ISO 8601 duration */
  readonly defaultInactiveTimer: string | null
  readonly defaultClosedTimer: string | null
  readonly webhook: {
    readonly method: 'GET' | 'POST'
    readonly filters: readonly string[]
    readonly preWebhookUrl: string | null
    readonly postWebhookUrl: string | null
    readonly target: 'webhook' | 'flex'
  }
}

const initial: AccountConfiguration = {
  defaultServiceSid: null,
  defaultMessagingServiceSid: null,
  defaultInactiveTimer: null,
  defaultClosedTimer: null,
  webhook: { method: 'POST', filters: [], preWebhookUrl: null, postWebhookUrl: null, target: 'webhook' },
}

export function readAccount(database: Database): AccountConfiguration {
  const stored = readSetting(database, 'accountConfiguration')
  return stored === undefined ? initial : { ...initial, ...(JSON.parse(stored) as Partial<AccountConfiguration>) }
}

/** @throws ApiError 400 */
export function writeAccount(database: Database, configuration: AccountConfiguration): void {
  const { defaultInactiveTimer, defaultClosedTimer, webhook } = configuration
  readTimer('DefaultInactiveTimer', defaultInactiveTimer ?? '', 60_000)
  readTimer('DefaultClosedTimer', defaultClosedTimer ?? '', 600_000)
  for (const [name, url] of Object.entries({ PreWebhookUrl: webhook.preWebhookUrl, PostWebhookUrl: webhook.postWebhookUrl })) {
    if (url !== null) checkHttpUrl(name, url)
  }
  const json = JSON.stringify(configuration)
  if (json.length > 16_384) throw invalid('The configuration is larger than 16 KB')
  writeSetting(database, 'accountConfiguration', json)
}

/** The Service instance that an address without one means. */
export function findDefaultService(database: Database): string | undefined {
  const candidates = [readAccount(database).defaultServiceSid, readSetting(database, 'hostServiceSid')]
  const sql = 'SELECT sid FROM services WHERE sid = ?'
  for (const sid of candidates) if (sid && database.get(sql, [sid]) !== undefined) return sid
  return database.get<{ sid: string }>('SELECT sid FROM services ORDER BY seq LIMIT 1')?.sid
}
