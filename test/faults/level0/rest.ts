import type { Asked } from './faults.ts'
import { CHANNEL_SID, itemOf } from './house.ts'
import type { House } from './house.ts'

/** An HTTP request in a packet. */
export interface Request {
  readonly path: string
  readonly method: string
  readonly params: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
}

export interface Reply {
  readonly status: number
  readonly body?: unknown
}

const PAGE = 30
const LIST = `/Channels/${CHANNEL_SID}/Messages`
const ITEM = new RegExp(`^${LIST}/(IM\\w+)$`)

/** The Messages of the Channel: list, post, read, edit, remove. null = something else was asked for. */
export function answerMessages(house: House, identity: string, { path, method, params, headers }: Request, payload: string): Reply | null {
  const sid = ITEM.exec(path)?.[1]
  if (sid) return one(house, sid, method, payload)
  if (path !== LIST) return null
  if (method === 'GET') return list(house, params)
  const { body, attributes } = JSON.parse(payload) as { readonly body: string; readonly attributes: string }
  const { message, again } = house.post(identity, body, attributes, headers['X-Twilio-Mutation-Id'] ?? null)
  if (again) return { status: 202, body: { resource_url: `https://chat${LIST}/${message.sid}` } }
  return { status: 201, body: itemOf(message) }
}

function list({ messages, events }: House, params: Request['params']): Reply {
  const isDescending = params['Order'] === 'desc'
  const from = params['From'] === undefined ? (isDescending ? Infinity : -1) : Number(params['From'])
  const size = Number(params['PageSize'] ?? PAGE)
  const all = messages.filter(({ deleted, index }) => !deleted && (isDescending ? index <= from : index >= from))
  const items = isDescending ? all.slice(-size) : all.slice(0, size)
  return { status: 200, body: { items: items.map(itemOf), more: all.length > items.length, last_event_id: events.length } }
}

function one(house: House, sid: string, method: string, payload: string): Reply {
  const message = house.find(sid)
  if (!message) return { status: 404, body: { status: 404, code: 20_404 } }
  if (method === 'POST') house.edit(message, (JSON.parse(payload) as { body: string }).body)
  if (method === 'DELETE') house.remove(message)
  return { status: 200, body: itemOf(message) }
}

export function askedBy({ path, method }: Request): Asked {
  if (path === '/Configuration') return 'config'
  if (path === '/Subscriptions') return 'subscribe'
  if (path === LIST) return method === 'GET' ? 'read' : 'send'
  if (ITEM.test(path)) return method === 'GET' ? 'read' : 'change'
  return 'other'
}
