import { ChatError } from '../chat/errors.ts'
import type { Attributes } from '../chat/types.ts'

/** Twilio's limits of Programmable Chat, in bytes. */
const BODY = 32 * 1_024
const ATTRIBUTES = 4 * 1_024

/** @throws ChatError `message-invalid` */
export function checkMessage(body: string, attributes: Attributes): void {
  if (body === '') throw new ChatError('message-invalid', 'The Message is empty')
  if (bytes(body) > BODY) throw new ChatError('message-invalid', 'The Message is longer than 32 KB')
  if (bytes(JSON.stringify(attributes)) > ATTRIBUTES) {
    throw new ChatError('message-invalid', 'The attributes are larger than 4 KB', {
      hint: 'Put large data elsewhere, and an address here.',
    })
  }
}

const bytes = (text: string): number => new TextEncoder().encode(text).length
