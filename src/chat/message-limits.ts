import { ChatError } from './errors.ts'
import type { Capabilities } from './service.ts'
import type { Attributes, OutgoingFile } from './types.ts'

/** Twilio's limits, in bytes. */
const BODY = 32 * 1_024
const ATTRIBUTES = 4 * 1_024
const FILES = 150 * 1_024 * 1_024
/** Files in one Message, where it can be several. */
const COUNT = 10

/** @throws ChatError `message-invalid` */
export function checkMessage(
  body: string,
  attributes: Attributes,
  files: readonly OutgoingFile[] = [],
  { multipleMedia }: Pick<Capabilities, 'multipleMedia'> = { multipleMedia: false },
): void {
  if (body === '' && files.length === 0) invalid('The Message is empty')
  if (bytes(body) > BODY) invalid('The Message is longer than 32 KB')
  if (bytes(JSON.stringify(attributes)) > ATTRIBUTES)
    invalid('The attributes are larger than 4 KB', 'Put large data elsewhere, and an address here.')
  if (files.length > (multipleMedia ? COUNT : 1)) invalid('These are too many files for one Message', SERVICE)
  if (files.length > 0 && body !== '' && !multipleMedia) invalid('A Message with a file has no text', SERVICE)
  if (files.some(({ data }) => data.size === 0)) invalid('A file is empty')
  if (sizeOf(files) > FILES) invalid('The files are larger than 150 MB')
}

const SERVICE = 'Send them one by one, or see `capabilities.multipleMedia`.'

function invalid(message: string, hint?: string): never {
  throw new ChatError('message-invalid', message, hint === undefined ? {} : { hint })
}

const bytes = (text: string): number => new TextEncoder().encode(text).length

export const sizeOf = (files: readonly OutgoingFile[]): number => files.reduce((sum, { data }) => sum + data.size, 0)
