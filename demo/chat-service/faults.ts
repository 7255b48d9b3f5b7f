import { createHash } from 'node:crypto'
import type { Connection } from './twilsock/connection.ts'
import { problem, type Answer } from './upstream/answer.ts'
import type { UpstreamRequest } from './upstream/request.ts'

/** What can go wrong, at a call. Of each Identity in every Service instance; until `reset()` where no count is given. */
export interface Faults {
  sockets(serviceSid?: string): { identity: string; connectedAt: number; tokenExpiresAt: number }[]
  /** The tokens in force are worth nothing from now on, and the sockets go as at their real end. */
  expireToken(identity: string): void
  /** The sockets are cut. */
  drop(identity: string): void
  /** The sockets of now are half-open: nothing comes in or goes out. A new one is not. Off: what was held comes through. */
  freeze(identity: string, on: boolean): void
  /** Every packet, in and out, is later by this; also of sockets to come. 0 ends it. */
  slow(identity: string, delayMs: number): void
  /** The service sends a Twilsock `close` packet. */
  close(identity: string, code: number): void
  /** The next `count` Messages are refused and not stored; status 0 ends it. Default: all. */
  refuseSends(identity: string, status: 403 | 429 | 0, count?: number): void
  /** The next `count` Messages are stored, then the socket dies before the answer. Default: one. */
  loseAnswers(identity: string, count?: number): void
  /** A repeated `X-Twilio-Mutation-Id` is done again. */
  ignoreMutationIds(on: boolean): void
  reset(): void
}

/** The faults as the service consults them. */
export interface FaultHooks extends Faults {
  isExpired(token: unknown): boolean
  admitted(connection: Connection): void
  refuse(identity: string, request: UpstreamRequest): Answer | undefined
  loses(identity: string, request: UpstreamRequest): boolean
  knowsMutationIds(): boolean
}

export function createFaults(connections: () => readonly Connection[]): FaultHooks {
  const expired = new Set<string>()
  const delays = new Map<string, number>()
  const refusals = new Map<string, { status: 403 | 429; left: number }>()
  const losses = new Map<string, number>()
  let knowsMutationIds = true
  const of = (identity: string): Connection[] => connections().filter((connection) => connection.identity === identity)

  return {
    sockets: (serviceSid) =>
      connections()
        .filter((connection) => serviceSid === undefined || connection.serviceSid === serviceSid)
        .map(({ identity, connectedAt, tokenExpiresAt }) => ({ identity, connectedAt, tokenExpiresAt: tokenExpiresAt() })),
    expireToken(identity) {
      for (const connection of of(identity)) {
        expired.add(digest(connection.token()))
        connection.terminate()
      }
    },
    drop: (identity) => of(identity).forEach((connection) => connection.terminate()),
    freeze: (identity, on) => of(identity).forEach((connection) => connection.wire.freeze(on)),
    slow(identity, delayMs) {
      if (delayMs > 0) delays.set(identity, delayMs)
      else delays.delete(identity)
      for (const connection of of(identity)) connection.wire.slow(Math.max(0, delayMs))
    },
    close: (identity, code) => of(identity).forEach((connection) => connection.close(code)),
    refuseSends(identity, status, count = Number.POSITIVE_INFINITY) {
      if (status === 0) refusals.delete(identity)
      else refusals.set(identity, { status, left: count })
    },
    loseAnswers: (identity, count = 1) => void losses.set(identity, count),
    ignoreMutationIds: (on) => (knowsMutationIds = !on),
    reset() {
      for (const connection of connections()) {
        connection.wire.slow(0)
        connection.wire.freeze(false)
      }
      for (const state of [expired, delays, refusals, losses]) state.clear()
      knowsMutationIds = true
    },

    isExpired: (token) => typeof token === 'string' && expired.size > 0 && expired.has(digest(token)),
    admitted: (connection) => connection.wire.slow(delays.get(connection.identity) ?? 0),
    refuse(identity, request) {
      const refusal = refusals.get(identity)
      if (!refusal || !isSend(request)) return undefined
      refusal.left--
      if (refusal.left <= 0) refusals.delete(identity)
      return refusal.status === 403 ? problem(403, 50107, 'User unauthorized for command') : problem(429, 20429, 'Too many requests')
    },
    loses(identity, request) {
      const left = losses.get(identity)
      if (left === undefined || !isSend(request)) return false
      if (left > 1) losses.set(identity, left - 1)
      else losses.delete(identity)
      return true
    },
    knowsMutationIds: () => knowsMutationIds,
  }
}

const isSend = ({ method, segments }: UpstreamRequest): boolean =>
  method === 'POST' && segments.length === 4 && segments[1] === 'Conversations' && segments[3] === 'Messages'

/** So that no token is kept longer than its socket. */
const digest = (token: string): string => createHash('sha256').update(token).digest('base64')
