import type { Client } from 'twilio-chat'
import type { SyncClient, SyncDocument } from 'twilio-sync'
import type { Clock } from '../lib/clock.ts'
import { channelIn, forgiveTyping, QuietSync } from './quiet-sync.ts'
import type { Socket } from './twilsock.ts'

/** By then the service has told that we are no longer in a Channel that it does not let us read. */
const TOLD_WITHIN_MS = 2_000

/** Private in twilio-chat 6.0.0: what keeps failures from being handled, and so would make them errors of the page. */
interface Internals {
  readonly channelsPromise: Promise<unknown> | null
  readonly channels?: { readonly channels: ReadonlyMap<string, unknown> }
  readonly services: { readonly typingIndicator: { getChannel(sid: string): Promise<unknown> } }
}

/** Sync as twilio-chat takes it without a complaint. */
export class QuietChatSync extends QuietSync {
  private sdk: Internals | null = null
  private readonly clock: Clock

  constructor(token: string, socket: Socket, clock: Clock) {
    super(token, socket)
    this.clock = clock
  }

  private known(sid: string): unknown {
    return this.sdk?.channels?.channels.get(sid)
  }

  serve(sdk: Client): void {
    const internals = sdk as unknown as Internals
    this.sdk = internals
    sdk.on('stateChanged', (state) => {
      // The first list of Channels: nobody may ever wait for it.
      internals.channelsPromise?.catch(() => {})
      if (state === 'initialized') forgiveTyping(internals.services.typingIndicator, 'getChannel')
    })
  }

  /**
   * We may be removed from a Channel while its document is under way. The SDK forgets the Channel as soon as it hears of
   * that; the refusal then concerns nobody and is not passed on. Where it does not forget it, we are in again: once more.
   */
  override async document(...[which]: Parameters<SyncClient['document']>): Promise<SyncDocument> {
    const name = (typeof which === 'string' ? which : which?.id) ?? ''
    const sid = name.endsWith('.channel') ? channelIn(name) : ''
    const channel = this.known(sid)
    try {
      return await super.document(which)
    } catch (error) {
      if (channel === undefined) throw error
      await this.clock.sleep(TOLD_WITHIN_MS)
      return this.known(sid) === channel ? super.document(which) : new Promise(() => {})
    }
  }
}
