import type { Instance } from '../domain/domain.ts'
import type { Actor } from '../domain/types.ts'
import type { Hub, Peer } from '../twilsock/hub.ts'
import type { Answer } from './answer.ts'
import type { Links } from './links.ts'
import type { UpstreamRequest } from './request.ts'

/** Who asks what, and what an answer may need. */
export interface UpstreamContext {
  readonly instance: Instance
  readonly identity: string
  readonly actor: Actor
  readonly request: UpstreamRequest
  /** The decoded segment at a `:name` of the route's pattern. @throws when the pattern has no such name (a mistake of ours) */
  readonly segment: (name: string) => string
  readonly links: Links
  readonly hub: Hub
  readonly peer: Peer
}

export interface Route {
  readonly method: UpstreamRequest['method']
  /** e.g. `chat/Conversations/:channel`; a name stands for one segment */
  readonly pattern: string
  readonly handle: (context: UpstreamContext) => Answer
}
