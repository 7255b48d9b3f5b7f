import { SyncClient } from 'twilio-sync'
import { quiet } from './quiet.ts'
import type { Socket } from './twilsock.ts'

/** Private in twilio-sync 4.0.1. */
interface Internals {
  readonly services: {
    readonly subscriptions: { readonly subscriptionTtlTimer: ReturnType<typeof setTimeout> | null; shutdown(): void }
  }
}

/**
 * Sync, for SDKs that let failures go as unhandled rejections: a page's error reporting would show them as the page's,
 * and nobody who comes later can keep them from it.
 */
export class QuietSync extends SyncClient {
  constructor(token: string, { client }: Socket) {
    // Ours, since the one that `twilio-chat` makes writes Channels to sessionStorage whatever it is told.
    super(token, { ...quiet, twilsockClient: client, initRegistrations: [], Sync: { enableSessionStorage: false } } as never)
  }

  /** Of all that is open nothing is wanted any more: else a timer of up to an hour would hold the whole SDK. */
  end(): void {
    const { subscriptions } = (this as unknown as Internals).services
    subscriptions.shutdown()
    clearTimeout(subscriptions.subscriptionTtlTimer ?? undefined)
  }

  /** The SDKs ask for this state only to decide whether to shout about a failure and to pass it on to nobody. */
  override get connectionState(): 'disconnected' {
    return 'disconnected'
  }
}

/** The sid of the Channel to which a Sync object belongs; empty when it is no Channel's. */
export const channelIn = (name: string): string => /^(CH[0-9a-f]{32})\./i.exec(name)?.[1] ?? ''

/** Somebody types in a Channel that we have just left. */
export function forgiveTyping<Key extends string>(indicator: { [Name in Key]: (sid: string) => Promise<unknown> }, key: Key): void {
  const find = indicator[key]
  indicator[key] = (sid) => find(sid).catch(() => null)
}
