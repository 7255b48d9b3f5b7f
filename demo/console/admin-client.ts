/** Where a row has null, the service does not tell. */
export interface UserRow {
  readonly sid: string
  readonly identity: string
  readonly friendlyName: string | null
  readonly isOnline: boolean | null
  readonly joinedChannelsCount: number | null
}
export interface ChannelRow {
  readonly sid: string
  readonly friendlyName: string | null
  readonly status: string | null
  readonly createdBy: string | null
  readonly membersCount: number | null
  readonly messagesCount: number | null
}
export interface MessageRow {
  readonly sid: string
  readonly index: number
  /** Identity of the author, as REST names it. */
  readonly from: string
  readonly body: string | null
}
export interface Rows<T> {
  readonly count: number
  readonly rows: readonly T[]
}
export type Removal =
  | { readonly kind: 'user' | 'channel'; readonly sid: string }
  | { readonly kind: 'message'; readonly channelSid: string; readonly sid: string }

/** The host's back end, which asks the chat service over REST. Each @throws Error with a sentence to show. */
export const admin = {
  users: () => ask<Rows<UserRow>>('/admin/users'),
  channels: () => ask<Rows<ChannelRow>>('/admin/channels'),
  messages: (channelSid: string) => ask<Rows<MessageRow>>(`/admin/channels/${channelSid}/messages`),
  push: () => ask<{ readonly push: string }>('/admin/push'),
  remove: (what: Removal) =>
    ask('/admin/remove', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(what) }),
}

async function ask<T>(path: string, request: RequestInit = {}): Promise<T> {
  const response = await fetch(path, { cache: 'no-store', ...request })
  if (response.ok) return (await response.json()) as T
  const { error } = (await response.json().catch(() => ({}))) as { error?: string }
  throw new Error(error ?? `The back end answered ${response.status}.`)
}
