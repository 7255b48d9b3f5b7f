import type { Dialect, Hearing, Outgoing, Vendor, VendorChannel, VendorMessage } from '../../../src/adapters/dialect.ts'
import type { Socket } from '../../../src/adapters/twilsock.ts'
import { createLifetime } from '../../../src/lib/lifetime.ts'
import type { Clock } from '../../../src/lib/clock.ts'
import { CHANNEL_SID } from './house.ts'

/*
 * In place of `twilio-chat` and `@twilio/conversations`, which are too heavy to be started a million times: their wire for one
 * Channel, and their bad habits. It retries no write, makes up a mutation id for each call, hears of edits and removals only
 * of Messages that it has seen, poisons itself when the first connection fails, and goes deaf for good when a
 * subscription is refused with 404 (twilio-sync 4.0.1, `subscriptions.js`).
 */

interface Item {
  readonly sid: string
  readonly index: number
  readonly author: string
  readonly body: string
  readonly attributes: string
  readonly createdAt: number
  readonly editedAt: number | null
  readonly eventId: number
}
interface Page {
  readonly items: readonly Item[]
  readonly more: boolean
  readonly last_event_id: number
}
interface Happened {
  readonly id: number
  readonly kind: 'added' | 'updated' | 'removed'
  readonly item: Item
}

type Known = VendorMessage & { item: Item }

const BASE = `https://chat/Channels/${CHANNEL_SID}/Messages`
const CONFIG_ATTEMPTS = 6

export function createSdk(socket: Socket, clock: Clock, random: () => number): Dialect<Vendor> {
  const { client } = socket
  const life = createLifetime()
  const known = new Map<number, Known>()
  /** Newest event of each Message that was removed. */
  const removed = new Map<number, number>()
  let hearing: Hearing<Vendor> | null = null
  let tellState = (_state: string): void => {}
  let state: 'starting' | 'initialized' | 'failed' = 'starting'
  let identity = ''
  let opening: Promise<void> | null = null
  let lastEvent: number | null = null
  let isDeaf = false
  let subscribing = createLifetime(life.signal)

  const get = async <Body>(url: string): Promise<Body> => (await client.get(url, {})).body as Body
  const write = { 'Content-Type': 'application/json' }
  const mutation = (): Record<string, string> => ({ ...write, 'X-Twilio-Mutation-Id': `sdk-${Math.floor(random() * 1e15)}` })

  function become(next: 'initialized' | 'failed'): void {
    state = state === 'starting' ? next : state
    tellState(next)
  }

  async function configure(): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        identity = (await get<{ identity: string }>('https://chat/Configuration')).identity
        return become('initialized')
      } catch {
        if (attempt + 1 === CONFIG_ATTEMPTS) return become('failed')
        await clock.sleep(50 * 2 ** attempt, life.signal).catch(() => {})
        if (life.signal.aborted) return
      }
    }
  }

  /** After each connect: everything since the newest event that came. */
  async function subscribe(): Promise<void> {
    subscribing.end()
    const own = (subscribing = createLifetime(life.signal))
    for (let failures = 0; ; failures += 1) {
      if (lastEvent === null || isDeaf || own.signal.aborted) return
      try {
        await client.post('https://chat/Subscriptions', write, { last_event_id: lastEvent })
        return
      } catch (error) {
        if ((error as { status?: unknown }).status === 404) isDeaf = true
        await clock.sleep(Math.min(100 * 2 ** failures, 30_000), own.signal).catch(() => {})
      }
    }
  }

  function upsert(item: Item): Known {
    const before = known.get(item.index)
    if (before) {
      if (item.eventId > before.item.eventId) before.item = item
      return before
    }
    const message: Known = {
      item,
      get sid() {
        return message.item.sid
      },
      get index() {
        return message.item.index
      },
      get author() {
        return message.item.author
      },
      get body() {
        return message.item.body
      },
      get attributes() {
        return JSON.parse(message.item.attributes) as unknown
      },
      get dateCreated() {
        return new Date(message.item.createdAt)
      },
      get dateUpdated() {
        return new Date(message.item.editedAt ?? message.item.createdAt)
      },
      get lastUpdatedBy() {
        return message.item.editedAt === null ? null : message.item.author
      },
      updateBody: (body) => client.post(`${BASE}/${message.sid}`, mutation(), { body }),
      remove: () => client.delete(`${BASE}/${message.sid}`, mutation(), {}),
    }
    known.set(item.index, message)
    return message
  }

  function happened({ id, kind, item }: Happened): void {
    if (isDeaf || !hearing || lastEvent === null) return
    lastEvent = Math.max(lastEvent, id)
    if ((removed.get(item.index) ?? 0) >= id) return
    const before = known.get(item.index)
    if (kind === 'added') hearing.added(upsert(item))
    else if (!before || before.item.eventId > id) return
    else if (kind === 'updated') hearing.edited(upsert(item))
    else {
      known.delete(item.index)
      removed.set(item.index, id)
      hearing.removed(before)
    }
  }

  const channel: VendorChannel = {
    sid: CHANNEL_SID,
    createdBy: 'system',
    friendlyName: null,
    attributes: {},
    dateCreated: null,
    join: () => Promise.resolve(),
    typing: () => Promise.resolve(),
  }

  async function openList(): Promise<void> {
    const page = await get<Page>(`${BASE}?Order=desc&PageSize=1`)
    lastEvent = page.last_event_id
    void subscribe()
  }

  async function opened(): Promise<void> {
    opening ??= openList().catch((error: unknown) => {
      opening = null
      throw error
    })
    await opening
  }

  async function send({ body, attributes }: Outgoing): Promise<number> {
    const sent = JSON.stringify({ body, attributes: JSON.stringify(attributes) })
    const answer = await client.post(BASE, mutation(), sent as never)
    const status = (answer.status as unknown as { code: number }).code
    if (status !== 202) return (answer.body as unknown as Item).index
    return (await get<Item>((answer.body as unknown as { resource_url: string }).resource_url)).index
  }

  client.on('connected', () => {
    if (state === 'starting') void configure()
    void subscribe()
  })
  client.on('connectionError', () => state === 'starting' && become('failed'))
  client.on('message', (type: string | undefined, payload: unknown) => {
    if (type === 'twilio.sync.event' || type === 'com.twilio.rtd.cds.list') happened(payload as Happened)
  })

  return {
    capabilities: { invitations: false, multipleMedia: false, receipts: false },
    get identity() {
      return identity
    },
    mediaUrl: 'https://mcs',
    onState: (listener) => void (tellState = listener),
    listen: (heard) => void (hearing = heard),
    stop() {
      hearing = null
      life.end()
    },
    updateToken: (token) => client.updateToken(token),
    channels: async () => [channel],
    channel: async () => channel,
    statusOf: () => 'joined',
    members: async () => [],
    membersOf: () => [],
    horizonOf: () => null,
    advanceHorizon: () => client.post(`https://chat/Channels/${CHANNEL_SID}/Horizon`, write, {}),
    async page(_channel, limit, anchor) {
      await opened()
      const from = anchor === undefined ? '' : `&From=${anchor}`
      const page = await get<Page>(`${BASE}?Order=desc&PageSize=${limit}${from}`)
      return { items: page.items.map(upsert), hasPrevPage: page.more }
    },
    listOf: () => ({
      messagesListPromise: Promise.resolve({
        syncListImpl: {
          async _queryItemsFromServer({ from, limit }) {
            const page = await get<Page>(`${BASE}?Order=asc&PageSize=${limit}&From=${from}`)
            return { items: page.items.map((item) => ({ index: item.index, data: item })), hasNextPage: page.more }
          },
        },
      }),
      _upsertMessage: (_index, data) => upsert(data as Item),
    }),
    send: (_channel, message) => send(message),
    channelOf: () => channel,
    mediaOf: () => [],
    receiptsOf: () => null,
    onlineOf: () => null,
  }
}
