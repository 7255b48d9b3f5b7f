import type { ChatErrorCode } from '../../chat/errors.ts'
import type { Attributes, OutgoingFile } from '../../chat/types.ts'

/** One of our own Messages as it lies in the outbox, from before the composer lets go of it until the service has it. */
export interface Letter {
  /** UUID: in the Message's attributes, as `X-Twilio-Mutation-Id`, and what readers fold by. */
  readonly id: string
  /** Whose it is, and where it goes: `<identity> <channelSid>`. */
  readonly room: string
  readonly identity: string
  readonly body: string
  readonly files: readonly OutgoingFile[]
  /** What goes along with it; absent where nothing does, and in letters of earlier versions. */
  readonly attributes?: Attributes
  /** When the visitor sent it, or sent it again; ms since the epoch */
  readonly createdAt: number
  /** The highest index that was known before it was first sent; null = it was never sent. Kept before the first byte goes out. */
  readonly sentAfter: number | null
  /** Why it waits for the visitor; null = it is to be sent. */
  readonly failure: Failure | null
}

export interface Failure {
  readonly code: ChatErrorCode
  readonly message: string
  readonly retryable: boolean
}

/** What one tab tells the others of a letter. `index`: under which the service has stored it. */
export interface LetterNews {
  readonly room: string
  readonly id: string
  readonly now: 'queued' | 'sending' | 'unknown' | 'sent' | 'failed' | 'gone'
  readonly index: number | null
  readonly failure: Failure | null
}

export const roomOf = (identity: string, channelSid: string): string => `${identity} ${channelSid}`

/** What goes along with a body. */
export interface Enclosed {
  readonly files?: readonly File[]
  /** Of the first, where it takes several Messages. */
  readonly attributes?: Attributes
}

/** What is to be sent, cut into what one Message can hold. */
export function toLetters(
  body: string,
  files: readonly File[],
  multipleMedia: boolean,
): readonly (readonly [body: string, files: readonly OutgoingFile[]])[] {
  const outgoing = files.map((file) => ({ data: file, filename: file.name, contentType: file.type || 'application/octet-stream' }))
  if (multipleMedia || outgoing.length === 0) return [[body, outgoing]]
  return [...(body === '' ? [] : [[body, []] as const]), ...outgoing.map((file) => ['', [file]] as const)]
}
