/**
 * The words of the domain, as plain, read-only, serialisable data. What crosses the port is only this, so that a
 * second tab can be served over a BroadcastChannel and a test by a fake.
 */

/** `denied`: the service refused the Access Token; `disconnected`: closed for good, by us. */
export type ConnectionState = 'connecting' | 'connected' | 'disconnected' | 'denied'

/** JSON that somebody else wrote. Never trusted: read single, checked properties only. */
export type Attributes = Readonly<Record<string, unknown>>

/** Our User's standing in a Channel. `invited` only where the service has the capability `invitations`. */
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
  /** When that was stored; ms since the epoch. */
  readonly lastMessageAt: number | null
}

export interface Member {
  /** `MB…` */
  readonly sid: string
  /** The User's Identity. A Member without a User (see `binding`) has none: there it is the sid, which no Message names as author. */
  readonly identity: string
  /** How the Member takes part: `chat` is a User; `sms`, `whatsapp`, `email` … is somebody elsewhere, without a User. */
  readonly binding: string
  /** The User's friendly name; the Identity when there is none; empty without a User. */
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

/** For how many of the recipients something is true. */
export type Share = 'none' | 'some' | 'all'

/** How far a Message has come on its way to its recipients, all of them taken together. */
export interface Receipts {
  /** Number of recipients. */
  readonly total: number
  readonly sent: Share
  readonly delivered: Share
  readonly read: Share
  readonly undelivered: Share
  readonly failed: Share
}

export interface Message {
  /** `IM…` */
  readonly sid: string
  /** Grows within a Channel, may have gaps. */
  readonly index: number
  /** Identity of the author. */
  readonly author: string
  /** Empty for a Message that is only media. Without the capability `multipleMedia` a Message with media never has a body. */
  readonly body: string
  readonly attributes: Attributes
  /** ms since the epoch */
  readonly createdAt: number
  /** ms since the epoch, null when the body was never edited. */
  readonly editedAt: number | null
  /** In the order in which they were sent. */
  readonly media: readonly Media[]
  /** null: nothing is known, as always without the capability `receipts`. */
  readonly receipts: Receipts | null
}

/** A file to send. */
export interface OutgoingFile {
  readonly data: Blob
  /** Shown to the others; without a path. */
  readonly filename: string
  /** As `text/plain`. */
  readonly contentType: string
}

/**
 * Where one of our own Messages is on its way. `queued`: kept on this device, waiting for a connection or its turn. `sending`:
 * handed to the service. `unknown`: no answer came; the service is asked whether it has it. `failed`: the visitor decides.
 * Others' Messages, and ours from the history, are `sent`.
 */
export type Delivery = 'queued' | 'sending' | 'unknown' | 'sent' | 'failed'

/** One page of history, ascending by index. */
export interface MessagePage {
  readonly messages: readonly Message[]
  /** There are older Messages than the first of this page. */
  readonly hasPrevious: boolean
}
