import type { World } from './world.ts'

/** A Message as the service keeps it. */
export interface Stored {
  readonly sid: string
  readonly index: number
  readonly author: string
  readonly attributes: string
  readonly createdAt: number
  body: string
  /** null = never edited */
  editedAt: number | null
  deleted: boolean
  /** id of the newest event of it */
  eventId: number
}

export interface HouseEvent {
  readonly id: number
  readonly kind: 'added' | 'updated' | 'removed'
  /** As it was at that time. */
  readonly item: object
}

/** What the service keeps: one Channel, its Messages, and all that ever happened to them. */
export interface House {
  /** Whether a mutation that was done is known again by its id. */
  readonly honours: boolean
  /** By index, the deleted ones too. */
  readonly messages: readonly Stored[]
  readonly events: readonly HouseEvent[]
  /** Stores a Message, or finds the one that this mutation made before. */
  post(author: string, body: string, attributes: string, mutation: string | null): { readonly message: Stored; readonly again: boolean }
  edit(message: Stored, body: string): void
  remove(message: Stored): void
  find(sid: string): Stored | undefined
  /** Told of each event. Nothing to do with the events' own order: that is by id. */
  listeners: Set<(event: HouseEvent) => void>
}

/** Short, as all in here: the vendor's parser takes as long for a byte as the rest for a request. */
export const CHANNEL_SID = 'CH1'

export const itemOf = ({ sid, index, author, attributes, body, createdAt, editedAt, eventId }: Stored): object => ({
  sid,
  index,
  author,
  body,
  attributes,
  createdAt,
  editedAt,
  eventId,
})

export interface HouseOptions {
  readonly honours: boolean
  /** A flaw: it loses what clients write in the attributes. */
  readonly namesLost?: boolean
}

export function createHouse(world: Pick<World, 'wall'>, random: () => number, { honours, namesLost = false }: HouseOptions): House {
  const messages: Stored[] = []
  const events: HouseEvent[] = []
  const done = new Map<string, Stored>()
  const listeners = new Set<(event: HouseEvent) => void>()
  let index = -1

  function tell(kind: HouseEvent['kind'], message: Stored): void {
    message.eventId = events.length + 1
    const event = { id: message.eventId, kind, item: itemOf(message) }
    events.push(event)
    for (const listener of [...listeners]) listener(event)
  }

  return {
    honours,
    messages,
    events,
    listeners,
    post(author, body, said, mutation) {
      const attributes = namesLost ? '{}' : said
      const key = mutation && `${author} ${mutation}`
      const before = key === null || !honours ? undefined : done.get(key)
      if (before) return { message: before, again: true }
      // Gaps in the index are legal.
      index += random() < 0.1 ? 2 + Math.floor(random() * 3) : 1
      const sid = `IM${index}`
      const message: Stored = { sid, index, author, attributes, body, createdAt: world.wall, editedAt: null, deleted: false, eventId: 0 }
      messages.push(message)
      if (key) done.set(key, message)
      tell('added', message)
      return { message, again: false }
    },
    edit(message, body) {
      if (message.deleted) return
      message.body = body
      message.editedAt = Math.max(world.wall, (message.editedAt ?? message.createdAt) + 1)
      tell('updated', message)
    },
    remove(message) {
      if (message.deleted) return
      message.deleted = true
      tell('removed', message)
    },
    find: (sid) => messages.find((message) => message.sid === sid && !message.deleted),
  }
}
