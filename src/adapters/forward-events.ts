import type { Client, Member as VendorMember, Message as VendorMessage } from 'twilio-chat'
import type { ChatServiceEvents } from '../chat/service.ts'
import type { Emitter } from '../lib/emitter.ts'
import type { Channels } from './channels.ts'
import type { People } from './people.ts'
import { toChannel } from './to-channel.ts'
import { toMember } from './to-member.ts'
import { toMessage } from './to-message.ts'

/** Turns the SDK's events into ours. */
export function forwardEvents(
  sdk: Client,
  { emit }: Pick<Emitter<ChatServiceEvents>, 'emit'>,
  { channels, people }: { readonly channels: Channels; readonly people: People },
): void {
  const member = (vendor: VendorMember) => ({ channelSid: vendor.channel.sid, member: toMember(vendor, people.known(vendor.identity)) })
  const added = (vendor: VendorMessage): void => {
    channels.remember(vendor.channel.sid, [vendor])
    emit('messageAdded', { channelSid: vendor.channel.sid, message: toMessage(vendor) })
  }
  const gone = ({ sid }: { readonly sid: string }): void => {
    if (channels.left(sid)) emit('channelRemoved', { sid })
  }
  const typing = (vendor: VendorMember, now: boolean): void => {
    if (vendor.identity && vendor.identity !== sdk.user.identity) {
      emit('typing', { channelSid: vendor.channel.sid, identity: vendor.identity, typing: now })
    }
  }

  async function introduce(vendor: VendorMember): Promise<void> {
    await people.meet([vendor])
    const stillThere = people.known(vendor.identity) && vendor.channel.status === 'joined'
    if (stillThere) emit('memberUpdated', member(vendor))
  }

  // `channelAdded` of the SDK also tells of Channels that we only looked at.
  for (const name of ['channelJoined', 'channelInvited'] as const) {
    sdk.on(name, (channel) => {
      channels.entered(channel)
      emit('channelAdded', toChannel(channel))
    })
  }
  sdk.on('channelUpdated', ({ channel }) => {
    if (channel.status === 'joined' || channel.status === 'invited') emit('channelUpdated', toChannel(channel))
  })
  // One who leaves a public Channel can still see it, so the SDK says "left" there and "removed" elsewhere, or both.
  sdk.on('channelLeft', gone)
  sdk.on('channelRemoved', gone)

  sdk.on('messageAdded', added)
  sdk.on('messageUpdated', ({ message }) => emit('messageUpdated', { channelSid: message.channel.sid, message: toMessage(message) }))
  sdk.on('messageRemoved', (message) => {
    channels.forget(message)
    emit('messageRemoved', { channelSid: message.channel.sid, sid: message.sid, index: message.index })
  })

  sdk.on('memberJoined', (vendor) => {
    emit('memberJoined', member(vendor))
    if (!people.known(vendor.identity)) void introduce(vendor)
  })
  sdk.on('memberUpdated', ({ member: vendor }) => emit('memberUpdated', member(vendor)))
  sdk.on('memberLeft', (vendor) => emit('memberLeft', member(vendor)))
  sdk.on('userUpdated', ({ user }) => {
    people.learn(user)
    for (const channel of channels.ours()) {
      for (const vendor of membersOf(channel)) if (vendor.identity === user.identity) emit('memberUpdated', member(vendor))
    }
  })

  sdk.on('typingStarted', (vendor) => typing(vendor, true))
  sdk.on('typingEnded', (vendor) => typing(vendor, false))
}

/** Private in twilio-chat 6.0.0: the Members that are loaded already, without asking. */
const membersOf = (channel: unknown): Iterable<VendorMember> =>
  (channel as { readonly members: ReadonlyMap<string, VendorMember> }).members.values()
