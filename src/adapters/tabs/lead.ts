import type { ChatService } from '../../chat/service.ts'
import type { ConnectionState } from '../../chat/types.ts'
import type { Bell } from '../../lib/bell.ts'
import { createBell } from '../../lib/bell.ts'
import { createLifetime, onEnd } from '../../lib/lifetime.ts'
import type { Lifetime } from '../../lib/lifetime.ts'
import { keepClient } from './client.ts'
import { createDesk } from './desk.ts'
import type { Desk } from './desk.ts'
import type { Locals } from './locals.ts'
import type { Seat, SeatEvent } from './seat.ts'
import type { Opener } from './token.ts'
import { heard } from './wire.ts'
import type { Introduction, Line, News, WireMessage } from './wire.ts'

export interface LeadOptions extends Pick<Locals, 'clock' | 'random' | 'uuid'> {
  readonly opener: Opener
  /** Rings when trying again could help. */
  readonly again: Bell
  readonly seat: () => Seat
  readonly dispatch: (event: SeatEvent) => void
  readonly post: (message: WireMessage) => void
  /** Who we are; null before the first connection. */
  readonly who: () => Introduction | null
  readonly connectedAs: (who: Introduction) => void
  /** There is a client, until `own` ends, which whoever takes the next one ends. */
  readonly attach: (line: Line, own: Lifetime) => void
  readonly news: (news: News) => void
}

/** What a tab does for the others while it leads: holds the client, says what it says, and answers. */
export interface Lead {
  /** Until `signal` ends. @throws ChatError when there cannot be a client */
  run(signal: AbortSignal): Promise<void>
  /** The client, while it is connected or comes back by itself. */
  readonly client: ChatService | null
  /** Ends with the lead of now; null without one. */
  readonly tenure: AbortSignal | null
  /** Tells who leads, if we do. */
  introduce(): void
  /** What a follower says to its leader. */
  hear(message: WireMessage): void
  /** Another client in the place of this one. */
  replace(): void
  /** Lays it down, if it is ours. */
  leave(event: SeatEvent): void
  /** Resolves when no socket is left. */
  closed(): Promise<void>
}

export function createLead(options: LeadOptions): Lead {
  const { opener, seat, dispatch, post } = options
  const replacement = createBell()
  const closing = new Set<Promise<void>>()
  let desk: Desk | null = null
  let client: ChatService | null = null
  let tenure: Lifetime | null = null

  function isClosing(closed: Promise<void>): void {
    const forget = (): boolean => closing.delete(closed)
    closing.add(closed)
    closed.then(forget, forget)
  }

  function introduce(): void {
    const now = seat()
    if (now.type === 'lead') post({ type: 'leading', era: now.era, connection: now.connection, who: client && options.who() })
  }

  function dialling(era: string): void {
    dispatch({ type: 'granted', era })
    introduce()
  }

  function state(era: string, connection: ConnectionState): void {
    dispatch({ type: 'connection', era, connection })
    post({ type: 'connection', era, connection })
  }

  function connected(era: string, service: ChatService, signal: AbortSignal): void {
    const own = createLifetime(signal)
    const offs = heard.map((name) =>
      service.on(name, (event: unknown) => {
        const news = { name, event } as News
        post({ type: 'news', era, news })
        options.news(news)
      }),
    )
    client = service
    desk = createDesk(service, { era, post }, own.signal)
    onEnd(own.signal, () => {
      offs.forEach((off) => off())
      client = desk = null
    })
    options.connectedAs({ identity: service.identity, capabilities: { ...service.capabilities } })
    options.attach(service, own)
    dispatch({ type: 'connection', era, connection: service.connection })
    introduce()
  }

  function leave(event: SeatEvent): void {
    const now = seat()
    if (now.type === 'lead') post({ type: 'left', era: now.era })
    dispatch(event)
  }

  function replace(): void {
    if (client) replacement.ring()
  }

  return {
    async run(signal) {
      const own = (tenure = createLifetime(signal))
      onEnd(own.signal, () => leave({ type: 'deposed' }))
      const isPatient = (): boolean => options.who() !== null
      const kept = keepClient(
        {
          ...options,
          given: opener.given,
          open: opener.open,
          replace: replacement,
          isPatient,
          dialling,
          connected,
          state,
          closing: isClosing,
        },
        own.signal,
      )
      isClosing(kept.catch(() => {}))
      try {
        await kept
      } finally {
        own.end()
      }
    },
    get client() {
      return client
    },
    get tenure() {
      return seat().type === 'lead' ? (tenure?.signal ?? null) : null
    },
    introduce,
    hear(message) {
      const now = seat()
      if (now.type !== 'lead') return
      desk?.hear(message)
      if (message.type === 'ping' && message.era === now.era) post({ type: 'pong', era: now.era })
      if (message.type === 'rebuild' && message.era === now.era) replace()
    },
    replace,
    leave,
    async closed() {
      while (closing.size > 0) await Promise.all(closing)
    },
  }
}
