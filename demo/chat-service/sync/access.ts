import { findChannel } from '../domain/channel-rows.ts'
import { findMember } from '../domain/member-rows.ts'
import { maySee } from '../domain/permissions.ts'
import type { Scope } from '../domain/scope.ts'
import { findUser } from '../domain/user-rows.ts'
import type { SyncObjectRow } from './objects.ts'

/**
 * Who may read a Sync object: its own my-channels map a User alone; a User's info every User of the Service instance; a
 * Channel's document those who may know of the Channel (the creator too: the SDK opens it before it joins); Messages and
 * roster the Members only.
 */
export function mayRead(scope: Scope, identity: string, { purpose, owner }: Pick<SyncObjectRow, 'purpose' | 'owner'>): boolean {
  switch (purpose) {
    case 'userChannels':
      return owner === identity
    case 'userInfo':
      return findUser(scope, identity) !== undefined
    case 'channel': {
      const channel = findChannel(scope, owner)
      return channel !== undefined && maySee(scope, identity, channel)
    }
    case 'messages':
    case 'roster':
      return findMember(scope, owner, identity) !== undefined
  }
}
