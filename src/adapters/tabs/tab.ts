import type { ChatService, Connect, ConnectOptions } from '../../chat/service.ts'
import { createBell } from '../../lib/bell.ts'
import { createLifetime } from '../../lib/lifetime.ts'
import type { Lifetime } from '../../lib/lifetime.ts'
import { createChannel } from './air.ts'
import { elect } from './election.ts'
import { createLead } from './lead.ts'
import type { Locals } from './locals.ts'
import { followPage } from './page.ts'
import { createRemote } from './remote.ts'
import type { Remote } from './remote.ts'
import { eraOf, nextSeat } from './seat.ts'
import type { Seat, SeatEvent } from './seat.ts'
import { createOpener } from './token.ts'
import { watchLeader } from './watch.ts'
import type { Introduction, Line, News, WireMessage } from './wire.ts'

export interface TabOptions extends Pick<ConnectOptions, 'url' | 'renew'> {
  readonly connect: Connect
  readonly token: string
  /** Of lock and channel; null = alone. */
  readonly name: string | null
  readonly locals: Locals
  /** The seat is another, and `line` with it. */
  readonly moved: (now: Seat, before: Seat) => void
  /** There is a client to ask: the first, or another. */
  readonly attached: (line: Line, signal: AbortSignal) => void
  readonly news: (news: News) => void
  readonly horizon: (channelSid: string, index: number) => void
  readonly loggedOut: () => void
  /** It cannot go on. */
  readonly failed: (cause: unknown) => void
}

/** One tab among those of a visitor: who it is to the others, and how it comes to a client of the SDK. */
export interface Tab {
  readonly seat: Seat
  /** Who we are connected as; null before the first connection. */
  readonly who: Introduction | null
  /** The client of this era, ours or the leader's, until `signal` ends; null while there is none. */
  readonly line: { readonly line: Line; readonly signal: AbortSignal } | null
  /** Our own client. */
  readonly client: ChatService | null
  /** Ends when the lead does; null without it. */
  readonly tenure: AbortSignal | null
  say(message: WireMessage): void
  /** Whoever uses the connection thinks that it could work now. */
  wake(): void
  /** As the port's `updateToken`, where there is no own client: takes the lead. */
  claim(token: string): Promise<void>
  /** Our client took this token. */
  hold(token: string): void
  /** Another client, whoever leads. */
  replace(): void
  /** Resolves when everything is closed. */
  close(): Promise<void>
}

export function createTab(options: TabOptions): Tab {
  const { name, locals, moved } = options
  const { clock, random } = locals
  const id = locals.uuid()
  const life = createLifetime()
  const channel = createChannel(name, locals)
  const past = new Set<string>()
  const [again, seize, shown, asked] = [createBell(), createBell(), createBell(), createBell()]
  const opener = createOpener({ ...options, clock, identity: () => who?.identity ?? null })
  const lead = createLead({
    ...locals,
    opener,
    again,
    attach,
    dispatch,
    seat: () => seat,
    who: () => who,
    connectedAs: (introduction) => (who ??= introduction),
    post: channel.post,
    news: options.news,
  })
  let seat: Seat = { type: 'campaign' }
  let who: Introduction | null = null
  let line: Tab['line'] = null
  let lineLife = createLifetime()
  let remote: Remote | null = null
  let turn: Lifetime | null = null
  let heardAt = clock.monotonic()

  function dispatch(event: SeatEvent): void {
    const before = seat
    seat = nextSeat(before, event)
    if (seat === before) return
    if (eraOf(seat) !== eraOf(before)) detach(eraOf(before))
    moved(seat, before)
  }

  function detach(era: string | null): void {
    if (era !== null) past.add(era)
    line = remote = null
    lineLife.end()
  }

  function attach(next: Line, own: Lifetime): void {
    lineLife = own
    line = { line: next, signal: own.signal }
    options.attached(next, own.signal)
  }

  function follow({ era, connection, who: introduction }: Extract<WireMessage, { type: 'leading' }>): void {
    if (past.has(era)) return
    // Another client, also where no break is to be seen: whoever listens has something to catch up with.
    if (eraOf(seat) !== era) dispatch({ type: 'announced', era, connection: 'connecting' })
    if (seat.type !== 'follow' || seat.era !== era) return
    if (introduction && !remote) {
      const own = createLifetime(life.signal)
      who ??= introduction
      remote = createRemote({ era, from: id, post: channel.post, clock, asked: asked.ring }, own.signal)
      attach(remote, own)
    }
    dispatch({ type: 'connection', era, connection })
  }

  function hear(message: WireMessage): void {
    if (message.type === 'leading' || ('era' in message && message.era === eraOf(seat))) heardAt = clock.monotonic()
    switch (message.type) {
      case 'leading':
        return follow(message)
      case 'hello':
        return lead.introduce()
      case 'horizon':
        return options.horizon(message.channelSid, message.index)
      case 'loggedOut':
        return options.loggedOut()
    }
    if (seat.type === 'lead') lead.hear(message)
    else if (message.era === eraOf(seat)) hearLeader(message)
  }

  function hearLeader(message: WireMessage): void {
    if (message.type === 'news') options.news(message.news)
    else if (message.type === 'connection' || message.type === 'left') dispatch(message)
    else remote?.hear(message)
  }

  async function run(): Promise<void> {
    while (!life.signal.aborted) {
      const own = (turn = createLifetime(life.signal))
      try {
        channel.open(hear, own.signal)
        channel.post({ type: 'hello' })
        heardAt = clock.monotonic()
        if (locals.locks && name !== null) watch(own.signal)
        await elect({ locks: locals.locks, name, lead: lead.run, seize }, own.signal)
      } catch (cause) {
        if (!own.signal.aborted) return options.failed(cause)
      } finally {
        own.end()
      }
      while (seat.type === 'rest') await shown.wait(life.signal).catch(() => {})
    }
  }

  function watch(signal: AbortSignal): void {
    const isFollowing = (): boolean => seat.type === 'campaign' || seat.type === 'follow'
    const isWaiting = (): boolean => seat.type === 'campaign' || (remote?.waiting ?? 0) > 0
    const ping = (): void => channel.post(seat.type === 'follow' ? { type: 'ping', era: seat.era } : { type: 'hello' })
    const isVisible = (): boolean => locals.document?.hidden !== true
    watchLeader(
      { clock, random, asked, isFollowing, isWaiting, isVisible, ping, heardAt: () => heardAt, depose: seize.ring },
      signal,
    ).catch(() => {})
  }

  function hide(): void {
    lead.leave({ type: 'hidden' })
    turn?.end()
  }
  function show(): void {
    dispatch({ type: 'shown' })
    shown.ring()
  }

  followPage(locals, { hide, show }, life.signal)
  // The listener of whoever creates it is there first.
  const over = Promise.resolve().then(run)

  return {
    get seat() {
      return seat
    },
    get who() {
      return who
    },
    get line() {
      return line
    },
    get client() {
      return lead.client
    },
    get tenure() {
      return lead.tenure
    },
    say: channel.post,
    wake() {
      show()
      again.ring()
    },
    claim(token) {
      show()
      const claimed = opener.claim(token, life.signal)
      if (seat.type === 'lead') opener.given.ring()
      else seize.ring()
      return claimed
    },
    hold: opener.hold,
    replace() {
      show()
      if (lead.client) lead.replace()
      else if (seat.type === 'follow') channel.post({ type: 'rebuild', era: seat.era })
    },
    async close() {
      lead.leave({ type: 'closed' })
      life.end()
      lineLife.end()
      await over
      await lead.closed()
    },
  }
}
