import type { ChatServiceEvents } from '../chat/service.ts'
import type { ChannelStatus } from '../chat/types.ts'
import type { Emitter } from '../lib/emitter.ts'
import type { Channels } from './channels.ts'
import type { Dialect, Vendor } from './dialect.ts'
import type { People } from './people.ts'
import { toChannel } from './to-channel.ts'
import { toMember } from './to-member.ts'
import { toMessage } from './to-message.ts'

/** Turns the SDK's events into ours. */
export function forwardEvents<V extends Vendor>(
  dialect: Dialect<V>,
  { emit }: Pick<Emitter<ChatServiceEvents>, 'emit'>,
  { channels, people }: { readonly channels: Channels<V>; readonly people: People<V> },
): void {
  /** Status by sid: an SDK that learns of a Channel from two sides tells of it twice. */
  const told = new Map<string, ChannelStatus>()
  const sidOf = (item: V['message'] | V['member']): string => dialect.channelOf(item).sid
  const message = (vendor: V['message']) => ({ channelSid: sidOf(vendor), message: toMessage(dialect, vendor) })
  const member = (vendor: V['member']) => ({
    channelSid: sidOf(vendor),
    member: toMember(dialect, vendor, people.known(vendor.identity)),
  })

  async function introduce(vendor: V['member']): Promise<void> {
    await people.meet([vendor])
    const stillThere = people.known(vendor.identity) && dialect.statusOf(dialect.channelOf(vendor)) === 'joined'
    if (stillThere) emit('memberUpdated', member(vendor))
  }

  dialect.listen({
    entered(channel) {
      channels.entered(channel)
      const status = dialect.statusOf(channel)
      if (told.get(channel.sid) === status) return
      told.set(channel.sid, status)
      emit('channelAdded', toChannel(dialect, channel))
    },
    changed(channel) {
      if (dialect.statusOf(channel) !== 'notParticipating') emit('channelUpdated', toChannel(dialect, channel))
    },
    gone({ sid }) {
      told.delete(sid)
      if (channels.left(sid)) emit('channelRemoved', { sid })
    },
    added(vendor) {
      channels.remember(sidOf(vendor), [vendor])
      emit('messageAdded', message(vendor))
    },
    edited: (vendor) => emit('messageUpdated', message(vendor)),
    removed(vendor) {
      const { sid, index } = vendor
      channels.forget(sidOf(vendor), sid)
      emit('messageRemoved', { channelSid: sidOf(vendor), sid, index })
    },
    joined(vendor) {
      emit('memberJoined', member(vendor))
      if (!people.known(vendor.identity)) void introduce(vendor)
    },
    updated: (vendor) => emit('memberUpdated', member(vendor)),
    left: (vendor) => emit('memberLeft', member(vendor)),
    user(user) {
      people.learn(user)
      for (const channel of channels.ours()) {
        for (const vendor of dialect.membersOf(channel)) if (vendor.identity === user.identity) emit('memberUpdated', member(vendor))
      }
    },
    typing(vendor, now) {
      const { identity } = vendor
      if (identity && identity !== dialect.identity) emit('typing', { channelSid: sidOf(vendor), identity, typing: now })
    },
  })
}
