/**
 * Addresses that the client is given and sends back in packets. They must be absolute, they are never contacted: only
 * the Media ones are real HTTP.
 */
export interface Links {
  /** Without a slash at its end */
  readonly base: string
  readonly conversations: string
  readonly myConversations: string
  readonly users: string
  readonly typing: string
  readonly media: string
  readonly mediaSet: string
  channel(sid: string): string
  member(channelSid: string, sid: string): string
  invite(channelSid: string, sid: string): string
  message(channelSid: string, sid: string): string
  myConversation(channelSid: string): string
  user(identity: string): string
}

export function createLinks(base: string, serviceSid: string): Links {
  const conversations = `${base}/chat/Conversations`
  const channel = (sid: string): string => `${conversations}/${sid}`
  const myConversations = `${base}/chat/MyConversations`
  const users = `${base}/chat/Users`
  return {
    base,
    conversations,
    myConversations,
    users,
    typing: `${base}/chat/Typing`,
    media: `${base}/v1/Services/${serviceSid}/Media`,
    mediaSet: `${base}/v1/Services/${serviceSid}/MediaSet`,
    channel,
    member: (channelSid, sid) => `${channel(channelSid)}/Participants/${sid}`,
    invite: (channelSid, sid) => `${channel(channelSid)}/Invites/${sid}`,
    message: (channelSid, sid) => `${channel(channelSid)}/Messages/${sid}`,
    myConversation: (channelSid) => `${myConversations}/${channelSid}`,
    user: (identity) => `${users}/${encodeURIComponent(identity)}`,
  }
}
