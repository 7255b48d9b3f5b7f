import type { Clock } from '../lib/clock.ts'
import { within } from '../lib/deadline.ts'
import type { Dialect, Vendor } from './dialect.ts'
import type { Person } from './to-member.ts'

/** Users' names and presence. Each User that we ask for is a subscription, so there is a limit. */
export interface People<V extends Vendor> {
  /** As far as we know now. */
  known(identity: string | null): Person | undefined
  /** Asks for the User of each Member, a few seconds at most; whoever is not found in time goes by the Identity. */
  meet(members: readonly V['member'][]): Promise<void>
  /** A User changed. */
  learn(user: V['user']): void
}

/** The SDK keeps no more than 100 Users subscribed, and drops the first of them for the next. */
const MOST = 50
const WAIT_MS = 4_000

export function createPeople<V extends Vendor>({ onlineOf }: Pick<Dialect<V>, 'onlineOf'>, clock: Clock): People<V> {
  const persons = new Map<string | null, Person>()
  const asked = new Map<string, Promise<void>>()

  function learn(user: V['user']): void {
    if (user.identity) persons.set(user.identity, { friendlyName: user.friendlyName || null, online: onlineOf(user) })
  }

  function ask(member: V['member']): Promise<void> {
    const { identity } = member
    if (!identity || member.type !== 'chat') return Promise.resolve()
    const before = asked.get(identity)
    if (before) return before
    if (asked.size >= MOST) return Promise.resolve()
    const asking = member.getUser().then(learn, () => void asked.delete(identity))
    asked.set(identity, asking)
    return asking
  }

  return {
    known: (identity) => persons.get(identity),
    async meet(members) {
      await within(WAIT_MS, () => Promise.all(members.map(ask)), { clock, late: () => new Error('late') }).catch(() => {})
    },
    learn,
  }
}
