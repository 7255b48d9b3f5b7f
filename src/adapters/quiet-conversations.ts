import type { Client } from '@twilio/conversations'
import type { SyncClient, SyncDocument, SyncList, SyncMap } from 'twilio-sync'
import { channelIn, forgiveTyping, QuietSync } from './quiet-sync.ts'

/** Private in @twilio/conversations 3.0.1: what keeps failures from being handled, and so would make them errors of the page. */
interface Internals {
  readonly _conversationsPromise: Promise<unknown> | null
  readonly _conversationsEntity?: {
    readonly conversations: ReadonlyMap<string, unknown>
    _upsertConversation(...which: unknown[]): Promise<unknown>
  }
  readonly _services: { readonly typingIndicator: { getConversation(sid: string): Promise<unknown> } }
}

/** Sync as @twilio/conversations takes it without a complaint. */
export class QuietConversationsSync extends QuietSync {
  private sdk: Internals | null = null

  serve(sdk: Client): void {
    const internals = sdk as unknown as Internals
    this.sdk = internals
    sdk.on('stateChanged', (state) => {
      // The first list of Conversations: nobody may ever wait for it.
      internals._conversationsPromise?.catch(() => {})
      if (state === 'initialized') forgiveTyping(internals._services.typingIndicator, 'getConversation')
    })
  }

  override document(...[which]: Parameters<SyncClient['document']>): Promise<SyncDocument> {
    return this.told(which, () => super.document(which))
  }

  override list(...[which]: Parameters<SyncClient['list']>): Promise<SyncList> {
    return this.told(which, () => super.list(which))
  }

  override map(...[which]: Parameters<SyncClient['map']>): Promise<SyncMap> {
    this.forgiveUpserts()
    return this.told(which, () => super.map(which))
  }

  /**
   * The SDK skips a Conversation that it may not read, which it sees by the name of Sync's error; a minifier takes that
   * away. When it has forgotten the Conversation in the meantime, and perhaps met it anew, the name is another: the
   * refusal of the old one would else take the new one away.
   */
  private async told<Opened>(which: string | object | undefined, open: () => Promise<Opened>): Promise<Opened> {
    const id = which && typeof which === 'object' && 'id' in which ? which.id : which
    const sid = typeof id === 'string' ? channelIn(id) : ''
    const known = (): unknown => this.sdk?._conversationsEntity?.conversations.get(sid)
    const before = known()
    try {
      return await open()
    } catch (error) {
      if (sid && error instanceof Error) error.name = before !== undefined && known() === before ? 'SyncError' : 'Forgotten'
      throw error
    }
  }

  /** Failures of a Conversation that loads reach whoever asked for it; for the many that nobody asked for there is nobody. */
  private forgiveUpserts(): void {
    const entity = this.sdk?._conversationsEntity
    if (!entity || Object.hasOwn(entity, '_upsertConversation')) return
    const upsert = entity._upsertConversation.bind(entity)
    entity._upsertConversation = (...which) => {
      const upserting = upsert(...which)
      upserting.catch(() => {})
      return upserting
    }
  }
}
