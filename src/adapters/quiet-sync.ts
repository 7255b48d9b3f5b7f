import type { Client } from 'twilio-chat'
import { SyncClient } from 'twilio-sync'
import type { SyncDocument } from 'twilio-sync'
import type { Clock } from '../lib/clock.ts'

/** By then the service has told that we are no longer in a Channel that it does not let us read. */
const TOLD_WITHIN_MS = 2_000
const CHANNEL_DOCUMENT = /^(CH[0-9a-f]{32})\.channel$/i

/** Private in twilio-chat 6.0.0: what keeps failures from being handled, and so would make them errors of the page. */
interface Internals {
  readonly channelsPromise: Promise<unknown> | null
  readonly channels?: { readonly channels: ReadonlyMap<string, unknown> }
  readonly services: { readonly typingIndicator: { getChannel(sid: string): Promise<unknown> } }
}

/**
 * Sync, for an SDK that lets failures go as unhandled rejections: a page's error reporting would show them as the page's,
 * and nobody who comes later can keep them from it.
 */
export class QuietSync extends SyncClient {
  private sdk: Internals | null = null
  private readonly clock: Clock

  constructor(token: string, options: ConstructorParameters<typeof SyncClient>[1], clock: Clock) {
    super(token, options)
    this.clock = clock
  }

  private known(sid: string): unknown {
    return this.sdk?.channels?.channels.get(sid)
  }

  /** The SDK asks for this state only to decide whether to shout about a failure and to pass it on to nobody. */
  override get connectionState(): 'disconnected' {
    return 'disconnected'
  }

  serve(sdk: Client): void {
    const internals = sdk as unknown as Internals
    this.sdk = internals
    sdk.on('stateChanged', (state) => {
      // The first list of Channels: nobody may ever wait for it.
      internals.channelsPromise?.catch(() => {})
      if (state === 'initialized') forgiveTyping(internals)
    })
  }

  /**
   * We may be removed from a Channel while its document is under way. The SDK forgets the Channel as soon as it hears of
   * that; the refusal then concerns nobody and is not passed on. Where it does not forget it, we are in again: once more.
   */
  override async document(...[which]: Parameters<SyncClient['document']>): Promise<SyncDocument> {
    const name = typeof which === 'string' ? which : which?.id
    const sid = CHANNEL_DOCUMENT.exec(name ?? '')?.[1] ?? ''
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

/** Somebody types in a Channel that we have just left. */
function forgiveTyping({ services: { typingIndicator } }: Internals): void {
  const { getChannel } = typingIndicator
  typingIndicator.getChannel = (sid) => getChannel(sid).catch(() => null)
}
