import { ChatError } from '../chat/errors.ts'

type Diagnosis = typeof import('./diagnosis.ts')

/** What is wrong, in words that help; without many, where even their file cannot be had. */
export async function diagnose(look: (diagnosis: Diagnosis) => ChatError): Promise<ChatError> {
  try {
    return look(await import('./diagnosis.ts'))
  } catch {
    return new ChatError('token-malformed', 'The token cannot be used')
  }
}
