import { requireChannel } from './channel-rows.ts'
import type { Instance } from './domain.ts'
import { invalid, notFound } from './errors.ts'
import { checkInteger } from './limits.ts'
import { readPage } from './paging.ts'
import type { Scope } from './scope.ts'
import { checkHttpUrl } from './service-fields.ts'
import type { ChannelWebhook } from './types.ts'

interface WebhookRow extends Omit<ChannelWebhook, 'configuration'> {
  /** JSON */
  readonly configuration: string
}

const columns = 'sid, channelSid, type, configuration, dateCreated, dateUpdated'
const toWebhook = (row: WebhookRow): ChannelWebhook => ({
  ...row,
  configuration: JSON.parse(row.configuration) as Record<string, unknown>,
})

/** A Channel bears so many at Twilio. */
const most = 5

function checkConfiguration(type: ChannelWebhook['type'], configuration: Readonly<Record<string, unknown>>): string {
  const { url, method, filters, triggers, flow_sid: flow, retry_count: retries } = configuration
  if (type === 'studio') {
    if (typeof flow !== 'string' || !/^FW[0-9a-fA-F]{32}$/.test(flow)) throw invalid('Configuration.FlowSid must be FW and 32 hex digits')
  } else {
    checkHttpUrl('Configuration.Url', url)
  }
  if (method !== undefined && method !== 'GET' && method !== 'POST') throw invalid('Configuration.Method must be GET or POST')
  if (retries !== undefined) checkInteger('Configuration.RetryCount', retries as number, 0, 3)
  for (const [name, list] of Object.entries({ Filters: filters, Triggers: triggers })) {
    if (list !== undefined && !(Array.isArray(list) && list.every((entry) => typeof entry === 'string'))) {
      throw invalid(`Configuration.${name} must be a list of texts`)
    }
  }
  const json = JSON.stringify(configuration)
  if (json.length > 16_384) throw invalid('Configuration is larger than 16 KB')
  return json
}

/** Webhooks of a Channel: kept and shown, not called. */
export function createWebhooks(scope: Scope): Instance['webhooks'] {
  const { database, serviceSid, commands } = scope

  function fetch(key: string, sid: string): ChannelWebhook {
    const channel = requireChannel(scope, key)
    const row = database.get<WebhookRow>(`SELECT ${columns} FROM webhooks WHERE serviceSid = ? AND channelSid = ? AND sid = ?`, [
      serviceSid,
      channel.sid,
      sid,
    ])
    if (!row) throw notFound('Webhook')
    return toWebhook(row)
  }

  return {
    list: (key, page) =>
      readPage<WebhookRow, ChannelWebhook>(
        database,
        { columns, from: 'webhooks', where: 'serviceSid = ? AND channelSid = ?', parameters: [serviceSid, requireChannel(scope, key).sid] },
        page,
        toWebhook,
      ),
    fetch,

    create: (key, { type, configuration }) =>
      commands.run(() => {
        const channel = requireChannel(scope, key)
        if (!['webhook', 'trigger', 'studio'].includes(type)) throw invalid('Type must be webhook, trigger or studio')
        const json = checkConfiguration(type, configuration)
        const { count } = database.get<{ count: number }>('SELECT count(*) AS count FROM webhooks WHERE channelSid = ?', [channel.sid]) ?? {
          count: 0,
        }
        if (count >= most) throw invalid(`A Channel has at most ${most} webhooks`)
        const sid = scope.newSid('WH')
        const at = scope.now()
        database.run(
          'INSERT INTO webhooks (sid, serviceSid, channelSid, type, configuration, dateCreated, dateUpdated) VALUES (?, ?, ?, ?, ?, ?, ?)',
          [sid, serviceSid, channel.sid, type, json, at, at],
        )
        return fetch(channel.sid, sid)
      }),

    update: (key, sid, { configuration }) =>
      commands.run(() => {
        const webhook = fetch(key, sid)
        const json = checkConfiguration(webhook.type, { ...webhook.configuration, ...configuration })
        database.run('UPDATE webhooks SET configuration = ?, dateUpdated = ? WHERE sid = ?', [json, scope.now(), sid])
        return fetch(key, sid)
      }),

    remove: (key, sid) =>
      commands.run(() => {
        fetch(key, sid)
        database.run('DELETE FROM webhooks WHERE serviceSid = ? AND sid = ?', [serviceSid, sid])
      }),
  }
}
