import { invalid } from '../../domain/errors.ts'
import { type Permission, permissions as all, type RoleType } from '../../domain/types.ts'

/*
 * One store, two vocabularies: what Chat v2 calls a Channel and a Member is a conversation and a participant here. The
 * names of the permissions are those of Twilio's page about the Role resource of Conversations.
 */

const renamed: Partial<Record<Permission, string>> = {
  addMember: 'addParticipant',
  createChannel: 'createConversation',
  destroyChannel: 'deleteConversation',
  editChannelAttributes: 'editConversationAttributes',
  editChannelName: 'editConversationName',
  joinChannel: 'joinConversation',
  leaveChannel: 'leaveConversation',
  removeMember: 'removeParticipant',
}
const ours = new Map(Object.entries(renamed).map(([chat, conversations]) => [conversations, chat]))

/** All others bear one name in both APIs; `inviteMember` has none here and keeps its own. */
export const showPermission = (permission: Permission): string => renamed[permission] ?? permission
/** @throws ApiError 400 for a name that Conversations has not, or this chat service not */
export function readPermission(name: string): string {
  const known = all.map(showPermission)
  if (!known.includes(name)) throw invalid(`Permission "${name}" does not exist here. There are: ${known.join(', ')}`)
  return ours.get(name) ?? name
}

export const roleTypes = ['conversation', 'service'] as const
export const showRoleType = (type: RoleType) => (type === 'channel' ? 'conversation' : 'service')
export const readRoleType = (type: (typeof roleTypes)[number]): RoleType => (type === 'conversation' ? 'channel' : 'deployment')
