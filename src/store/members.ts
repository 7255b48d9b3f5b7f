import { computed, signal } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import type { Member } from '../chat/types.ts'

/** Who is in the Channel, and what everybody who ever was is called. */
export interface Members {
  /** Names of the others who are in it now. */
  readonly others: ReadonlySignal<readonly string[]>
  /** The friendly name; the Identity of somebody whom we never met. */
  nameOf(identity: string): string
  /** All of them, as the service lists them. */
  replace(members: readonly Member[]): void
  put(member: Member): void
  left(member: Member): void
}

/** `onName` hears whose name changed, so that what was written under it can follow; `onRead`, up to which index somebody else has read. */
export function createMembers(identity: string, onName: (identity: string) => void, onRead: (index: number) => void): Members {
  const present = signal<ReadonlyMap<string, Member>>(new Map())
  /** Also of those who left: their Messages stay. */
  const names = new Map<string, string>()

  function learn({ identity: who, friendlyName, lastConsumedMessageIndex }: Member): void {
    if (who !== identity) onRead(lastConsumedMessageIndex ?? -1)
    if (names.get(who) === friendlyName) return
    names.set(who, friendlyName)
    onName(who)
  }
  return {
    others: computed(() =>
      [...present.value.values()].filter((member) => member.identity !== identity).map(({ friendlyName }) => friendlyName),
    ),
    nameOf: (who) => names.get(who) ?? who,
    replace(members) {
      members.forEach(learn)
      present.value = new Map(members.map((member) => [member.identity, member]))
    },
    put(member) {
      learn(member)
      present.value = new Map(present.value).set(member.identity, member)
    },
    left(member) {
      const rest = new Map(present.value)
      rest.delete(member.identity)
      present.value = rest
    },
  }
}
