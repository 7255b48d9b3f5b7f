/*
 * The rows of an archive: the same, whichever API they came from. `attributes` are JSON text, dates ISO 8601, and null is
 * what that API does not tell.
 */

export interface ChannelRecord {
  readonly sid: string
  readonly friendlyName: string | null
  readonly uniqueName: string | null
  readonly attributes: string
  readonly createdBy: string | null
  readonly dateCreated: string
  /** By a timer or by hand: it can be read, and nothing else. */
  readonly closed: boolean
}

export interface MemberRecord {
  readonly sid: string
  /** null: no User, but somebody at the address of `messagingBinding`. */
  readonly identity: string | null
  readonly messagingBinding: unknown
  readonly roleSid: string | null
  readonly attributes: string
  readonly lastConsumedMessageIndex: number | null
  readonly dateCreated: string
}

export interface MessageRecord {
  readonly sid: string
  readonly index: number
  /** The id that the widget gave it before the service gave it a sid; null when another client wrote it. */
  readonly parlourId: string | null
  readonly from: string
  readonly body: string | null
  readonly attributes: string
  /** Sid, type, name and size of each file. */
  readonly media: readonly unknown[]
  readonly wasEdited: boolean | null
  readonly lastUpdatedBy: string | null
  readonly dateCreated: string
  readonly dateUpdated: string
}
