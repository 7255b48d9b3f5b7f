import type { Member as VendorMember } from 'twilio-chat'
import type { Member } from '../chat/types.ts'

/** What a User's own record says, as far as it is known. */
export interface Person {
  readonly friendlyName: string | null
  readonly online: boolean | null
}

export function toMember(member: VendorMember, person: Person | undefined): Member {
  return {
    sid: member.sid,
    identity: member.identity ?? '',
    friendlyName: person?.friendlyName || member.identity || '',
    online: person?.online ?? null,
    lastConsumedMessageIndex: member.lastConsumedMessageIndex ?? null,
  }
}
