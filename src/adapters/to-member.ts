import type { Member } from '../chat/types.ts'
import type { Dialect, Vendor } from './dialect.ts'

/** What a User's own record says, as far as it is known. */
export interface Person {
  readonly friendlyName: string | null
  readonly online: boolean | null
}

export const toMember = <V extends Vendor>(
  dialect: Pick<Dialect<V>, 'horizonOf'>,
  member: V['member'],
  person: Person | undefined,
): Member => ({
  sid: member.sid,
  identity: member.identity || member.sid,
  binding: member.type,
  friendlyName: person?.friendlyName || member.identity || '',
  online: person?.online ?? null,
  lastConsumedMessageIndex: dialect.horizonOf(member) ?? null,
})
