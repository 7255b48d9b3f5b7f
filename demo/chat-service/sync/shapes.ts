import type { Channel, Invite, Media, Member, Message, MessagingBinding, Service, User } from '../domain/types.ts'

/* The data of chat's Sync objects, as the SDKs read them. */

const iso = (ms: number): string => new Date(ms).toISOString()

/** The SDKs hard-code `<CH…>.channel` and `<CH…>.roster`. */
export const syncNames = {
  userChannels: (userSid: string) => `${userSid}.channels`,
  userInfo: (userSid: string) => `${userSid}.info`,
  channel: (channelSid: string) => `${channelSid}.channel`,
  messages: (channelSid: string) => `${channelSid}.messages`,
  roster: (channelSid: string) => `${channelSid}.roster`,
} as const

/** Whose Messages a list of this name holds. */
export const channelOfMessages = (uniqueName: string): string => uniqueName.slice(0, uniqueName.indexOf('.'))

/** Item of the my-channels map, under the Channel's sid. Attributes would have to be an object here; the document has them. */
export function myChannelItem(channel: Channel, as: Member | Invite): Record<string, unknown> {
  const joined = 'notificationLevel' in as
  return {
    channel: syncNames.channel(channel.sid),
    messages: syncNames.messages(channel.sid),
    roster: syncNames.roster(channel.sid),
    status: joined ? 'joined' : 'invited',
    lastConsumedMessageIndex: joined ? as.lastConsumedMessageIndex : null,
    notificationLevel: joined ? as.notificationLevel : 'default',
    type: channel.type,
    friendlyName: channel.friendlyName,
    uniqueName: channel.uniqueName,
    createdBy: channel.createdBy,
    dateCreated: iso(channel.dateCreated),
    dateUpdated: iso(channel.dateUpdated),
  }
}

/** `attributes` stays JSON text: both SDKs parse it. Without a Message there is no `lastMessage`. */
export function channelDocument(
  channel: Channel,
  lastMessage: Pick<Message, 'index' | 'dateCreated'> | undefined,
): Record<string, unknown> {
  return {
    sid: channel.sid,
    friendlyName: channel.friendlyName,
    uniqueName: channel.uniqueName,
    attributes: channel.attributes,
    createdBy: channel.createdBy,
    dateCreated: iso(channel.dateCreated),
    dateUpdated: iso(channel.dateUpdated),
    type: channel.type,
    messages: syncNames.messages(channel.sid),
    roster: syncNames.roster(channel.sid),
    ...(lastMessage ? { lastMessage: { index: lastMessage.index, timestamp: iso(lastMessage.dateCreated) } } : {}),
    state: { current: channel.state, dateUpdated: iso(channel.stateUpdated ?? channel.dateCreated) },
  }
}

/**
 * `attributes` must be JSON text here. twilio-chat reads `media`, which is one, @twilio/conversations `medias`; it takes
 * `delivery` only when all six of its fields are there.
 */
export function messageItem(message: Message): Record<string, unknown> {
  const medias = message.media.map((media) => ({ ...mediaItem(media), category: media.category }))
  const [first] = message.media
  return {
    sid: message.sid,
    author: message.author,
    text: message.body,
    timestamp: iso(message.dateCreated),
    dateUpdated: iso(message.dateUpdated),
    lastUpdatedBy: message.lastUpdatedBy,
    attributes: message.attributes,
    memberSid: message.memberSid,
    ...(message.subject === null ? {} : { subject: message.subject }),
    ...(message.delivery === null ? {} : { delivery: message.delivery }),
    ...(first ? { type: 'media', media: mediaItem(first), medias } : { type: 'text' }),
  }
}

const mediaItem = ({ sid, filename, contentType, size }: Media): Record<string, unknown> => ({ sid, filename, contentType, size })

/**
 * Item of the roster, under the Member's sid. `attributes` must be JSON text. A Member that is no User has no `identity`,
 * which the SDKs allow because it has a `type`.
 */
export function rosterItem(member: Member, userInfo: string | null): Record<string, unknown> {
  const binding = member.messagingBinding
  return {
    ...(userInfo === null ? {} : { identity: member.identity, userInfo }),
    ...(binding && { bindings: { [binding.type]: bindingItem(binding) } }),
    roleSid: member.roleSid,
    lastConsumedMessageIndex: member.lastConsumedMessageIndex,
    lastConsumptionTimestamp: member.lastConsumptionTimestamp === null ? null : iso(member.lastConsumptionTimestamp),
    attributes: member.attributes,
    dateCreated: iso(member.dateCreated),
    dateUpdated: iso(member.dateUpdated),
    type: userInfo === null && binding ? binding.type : 'chat',
  }
}

function bindingItem({ type, address, proxyAddress, projectedAddress, name, level }: MessagingBinding): Record<string, unknown> {
  if (type === 'email') return { address, name, level }
  return { address, proxy_address: proxyAddress, projected_address: projectedAddress }
}

/** The three items of a User's info map. twilio-chat hears item *updates* only, so all are there from the start. */
export function userInfoItems(
  user: Pick<User, 'friendlyName' | 'attributes' | 'online'>,
  service: Pick<Service, 'reachabilityEnabled'>,
): Record<'friendlyName' | 'attributes' | 'reachability', Record<string, unknown>> {
  return {
    friendlyName: { value: user.friendlyName },
    attributes: { value: user.attributes },
    reachability: { online: service.reachabilityEnabled && user.online === true, notifiable: false },
  }
}
