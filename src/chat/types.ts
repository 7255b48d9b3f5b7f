/**
 * The words of the domain, as plain, read-only, serialisable data. What crosses the port is only this, so that a
 * second tab can be served over a BroadcastChannel and a test by a fake.
 */

/** `denied`: the service refused the Access Token; `disconnected`: closed for good, by us. */
export type ConnectionState = 'connecting' | 'connected' | 'disconnected' | 'denied'

/** JSON that somebody else wrote. Never trusted: read single, checked properties only. */
export type Attributes = Readonly<Record<string, unknown>>

/** Our User's standing in a Channel. */
export type ChannelStatus = 'joined' | 'invited' | 'notParticipating'

export interface Channel {
  /** `CH…` */
  readonly sid: string
  /** Identity of the creator; `"system"` when the back end made it through the REST API. */
  readonly createdBy: string
  readonly friendlyName: string | null
  readonly status: ChannelStatus
  readonly attributes: Attributes
  /** ms since the epoch */
  readonly createdAt: number
  /** The consumption horizon: our User has read up to here; null = nothing. */
  readonly lastConsumedMessageIndex: number | null
  /** Index of the newest Message, null when there is none. Indexes have gaps: order by them, never count. */
  readonly lastMessageIndex: number | null
}

export interface Member {
  /** `MB…` */
  readonly sid: string
  readonly identity: string
  /** The User's friendly name; the Identity when there is none. */
  readonly friendlyName: string
  /** null when the service does not tell. */
  readonly online: boolean | null
  readonly lastConsumedMessageIndex: number | null
}

export interface Media {
  /** `ME…` */
  readonly sid: string
  readonly filename: string | null
  readonly contentType: string
  /** bytes */
  readonly size: number
}

export interface Message {
  /** `IM…` */
  readonly sid: string
  /** Grows within a Channel, may have gaps. */
  readonly index: number
  /** Identity of the author. */
  readonly author: string
  /** Empty for a Message that is only media. */
  readonly body: string
  readonly attributes: Attributes
  /** ms since the epoch */
  readonly createdAt: number
  /** ms since the epoch, null when the body was never edited. */
  readonly editedAt: number | null
  readonly media: readonly Media[]
}

/** One page of history, ascending by index. */
export interface MessagePage {
  readonly messages: readonly Message[]
  /** There are older Messages than the first of this page. */
  readonly hasPrevious: boolean
}
