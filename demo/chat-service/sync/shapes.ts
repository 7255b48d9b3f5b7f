import type { Channel, Invite, Media, Member, Message, Service, User } from '../domain/types.ts'

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

/** `attributes` must be JSON text here. twilio-chat reads `media`, @twilio/conversations `medias`. */
export function messageItem(message: Message): Record<string, unknown> {
  const media = message.media && mediaItem(message.media)
  return {
    sid: message.sid,
    author: message.author,
    text: message.body,
    timestamp: iso(message.dateCreated),
    dateUpdated: iso(message.dateUpdated),
    lastUpdatedBy: message.lastUpdatedBy,
    attributes: message.attributes,
    memberSid: message.memberSid,
    ...(media ? { type: 'media', media, medias: [{ ...media, category: 'media' }] } : { type: 'text' }),
  }
}

const mediaItem = ({ sid, filename, contentType, size }: Media): Record<string, unknown> => ({ sid, filename, contentType, size })

/** Item of the roster, under the Member's sid. `attributes` must be JSON text. */
export function rosterItem(member: Member, userInfo: string): Record<string, unknown> {
  return {
    identity: member.identity,
    userInfo,
    roleSid: member.roleSid,
    lastConsumedMessageIndex: member.lastConsumedMessageIndex,
    lastConsumptionTimestamp: member.lastConsumptionTimestamp === null ? null : iso(member.lastConsumptionTimestamp),
    attributes: member.attributes,
    dateCreated: iso(member.dateCreated),
    dateUpdated: iso(member.dateUpdated),
    type: 'chat',
  }
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
