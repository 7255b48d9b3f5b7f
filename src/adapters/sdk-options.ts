import type { SyncClient } from 'twilio-sync'
import { quiet } from './quiet.ts'
import type { Socket } from './twilsock.ts'

/** A "is typing" ends after 5 s by itself; ours is repeated sooner, so that it does not flicker. */
const TYPING_EVERY_MS = 4_000

/** What both SDKs take. Their options are cloned by way of JSON, which the clients in here would not survive. */
export const injected = ({ client }: Socket, syncClient: SyncClient) => ({
  ...quiet,
  twilsockClient: client,
  transport: client as never,
  syncClient: syncClient as never,
  initRegistrations: [],
  typingIndicatorTimeoutOverride: TYPING_EVERY_MS,
  disableDeepClone: true,
})
