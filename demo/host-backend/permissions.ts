import type { RoleType } from './rooms.ts'

/** What each Role of this website needs, and not a permission more; by the names of Programmable Chat. */
export const needs = {
  visitor: {
    deployment: ['editOwnUserInfo'],
    channel: ['sendMessage', 'sendMediaMessage', 'editOwnMessage', 'editOwnMessageAttributes', 'deleteOwnMessage', 'leaveChannel'],
  },
  agent: {
    deployment: ['editOwnUserInfo'],
    channel: ['sendMessage', 'sendMediaMessage', 'editOwnMessage', 'editOwnMessageAttributes', 'deleteOwnMessage'],
  },
} as const satisfies Record<string, Record<RoleType, readonly string[]>>

/** Why a client, whose token may be stolen, must not have it. The back end does all this through REST, which no Role binds. */
const dangers: Readonly<Record<string, string>> = {
  addMember: 'can pull strangers into a conversation; the back end adds Members',
  createChannel: 'can make Channels and lure others into them; the back end makes Channels',
  deleteAnyMessage: "can delete other people's Messages",
  destroyChannel: 'can delete a conversation before it is archived',
  editAnyMessage: "can put words into other people's mouths",
  editAnyMessageAttributes: "can change the attributes of other people's Messages",
  editAnyUserInfo: 'can rename other people',
  editChannelAttributes: 'can mark a conversation as open or ended; the back end does that',
  editChannelName: 'can rename a conversation; the back end names it',
  inviteMember: 'can invite strangers into a conversation; the back end adds Members',
  joinChannel: 'can walk into a public Channel uninvited; the back end adds Members',
  removeMember: 'can throw others out; the back end removes Members',
}

/** Why this permission is beyond the need of a visitor, who is all that a leaked token can be. */
export const danger = (permission: string): string => dangers[permission] ?? 'is not needed for this type of Role'
