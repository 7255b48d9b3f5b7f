import type { Place } from '../../present/place.ts'

/** What every resource of one Service instance repeats, by the address that it was called under. */
export interface ConversationsPlace extends Place {
  /** Whether addresses name the Service instance. Most resources do only then: the default one needs no name. */
  readonly named: boolean
}

export const namedPlace = (publicUrl: string, service: { sid: string; accountSid: string }): ConversationsPlace => ({
  accountSid: service.accountSid,
  serviceSid: service.sid,
  url: `${publicUrl}/v1/Services/${service.sid}`,
  named: true,
})

export const defaultPlace = (publicUrl: string, service: { sid: string; accountSid: string }): ConversationsPlace => ({
  accountSid: service.accountSid,
  serviceSid: service.sid,
  url: `${publicUrl}/v1`,
  named: false,
})

export const conversationUrl = (place: ConversationsPlace, sid: string): string => `${place.url}/Conversations/${sid}`

/** Of what stands in a conversation: which account, Service instance (when addresses name it) and conversation. */
export const within = (place: ConversationsPlace, conversationSid: string) => ({
  account_sid: place.accountSid,
  ...(place.named ? { chat_service_sid: place.serviceSid } : {}),
  conversation_sid: conversationSid,
})
