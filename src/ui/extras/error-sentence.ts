import type { ChatErrorCode } from '../../chat/errors.ts'
import type { StringKey } from '../strings.ts'

const sentences: Readonly<Partial<Record<ChatErrorCode, StringKey>>> = {
  'token-unreachable': 'errorReach',
  'token-denied': 'errorDenied',
  'token-identity-changed': 'errorDenied',
  'start-failed': 'errorStart',
  'end-failed': 'errorEnd',
  'connection-denied': 'errorDenied',
  'connection-failed': 'errorReach',
  'channel-not-found': 'errorOpen',
  'channel-not-trusted': 'errorOpen',
  'load-failed': 'errorOpen',
  'message-invalid': 'errorRejected',
  'message-rejected': 'errorRejected',
  network: 'errorNetwork',
  'rate-limited': 'errorBusy',
  'not-ready': 'errorNetwork',
}

/** The sentence for the visitor; the host gets the code and the hint. All other faults of a token are the host's to mend. */
export function errorSentence(code: ChatErrorCode): StringKey {
  return sentences[code] ?? (code.startsWith('token') ? 'errorSetup' : 'errorUnknown')
}
