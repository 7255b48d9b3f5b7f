import type { Domain, Instance } from '../domain/domain.ts'
import { invalid } from '../domain/errors.ts'
import type { FaultHooks } from '../faults.ts'
import type { Database } from '../storage/database.ts'
import type { Packet } from '../twilsock/frame.ts'
import type { Hub, Peer } from '../twilsock/hub.ts'
import { refusal, type Answer } from './answer.ts'
import type { UpstreamContext } from './context.ts'
import { createLinks } from './links.ts'
import { readRequest, type UpstreamRequest } from './request.ts'
import { findRoute } from './router.ts'

export interface UpstreamParts {
  readonly domain: Domain
  readonly database: Pick<Database, 'write'>
  readonly hub: Hub
  readonly publicUrl: string
  readonly faults: Pick<FaultHooks, 'refuse' | 'loses' | 'knowsMutationIds'>
  report(error: unknown): void
}

/** Answers the HTTP requests that come in packets. Never throws, never waits: a command is one turn. */
export function createUpstream({
  domain,
  database,
  hub,
  publicUrl,
  faults,
  report,
}: UpstreamParts): (peer: Peer, packet: Packet) => Answer {
  return (peer, packet) => {
    try {
      const request = readRequest(packet)
      const { serviceSid, identity } = peer
      const refused = faults.refuse(identity, request)
      if (refused) return refused
      const instance = domain.instance(serviceSid)
      const { route, segment } = findRoute(request)
      const links = createLinks(publicUrl, serviceSid)
      const context: UpstreamContext = { instance, identity, actor: { kind: 'user', identity }, request, segment, links, hub, peer }
      const mutationId = faults.knowsMutationIds() ? mutationIdOf(request) : undefined
      const known = mutationId === undefined ? undefined : instance.mutations.find(identity, mutationId)
      if (known) return known.resourceUrl === null ? { status: 204 } : { status: 202, body: { resource_url: known.resourceUrl } }
      // The work and the note that it was done: both or none.
      const answer =
        mutationId === undefined
          ? route.handle(context)
          : database.write(() => remember(route.handle(context), instance, identity, mutationId))
      return faults.loses(identity, request) ? { ...answer, lost: true } : answer
    } catch (error) {
      return refusal(error, report)
    }
  }
}

function remember(answer: Answer, instance: Instance, identity: string, mutationId: string): Answer {
  if (answer.resource !== undefined) instance.mutations.record(identity, mutationId, answer.resource)
  return answer
}

const MUTATION_ID = /^[\w-]{8,64}$/

/** A client's own id of what it wants done; the same id again must not do it again. */
function mutationIdOf({ method, headers }: UpstreamRequest): string | undefined {
  const id = headers.get('x-twilio-mutation-id')
  if (method === 'GET' || id === undefined) return undefined
  if (!MUTATION_ID.test(id)) throw invalid('X-Twilio-Mutation-Id must have 8 to 64 letters, digits, _ or -')
  return id
}
