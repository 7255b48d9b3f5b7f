import type { ChatServiceServer } from '../chat-service/server.ts'
import type { TokenFault } from '../host-backend/token-faults.ts'
import type { FaultAction } from './catalogue.ts'
import { pullIntoForeignChannel, removeForeignChannels } from './foreign-channel.ts'
import { openSecondChannel } from './second-channel.ts'
import type { TokenFaultQueue } from './token-faults.ts'

export interface QaRequest {
  /** Default: the visitor who connected last. */
  readonly identity?: string | undefined
  /** How often a token or a message is refused. */
  readonly times?: number | undefined
  /** For `socket-slow`. Default 2,000. */
  readonly delayMs?: number | undefined
}

export interface QaState {
  readonly sockets: readonly { readonly identity: string; readonly connectedAt: number; readonly tokenExpiresAt: number }[]
  readonly tokenFaults: ReturnType<TokenFaultQueue['waiting']>
  /** What is on and stays on until it is reset, in words. */
  readonly socketFaults: readonly string[]
}

export interface QaActions {
  has(action: string): action is FaultAction
  /** Answers with whom it struck; undefined when it needs a connected visitor and there is none. */
  run(action: FaultAction, request: QaRequest): { readonly identity: string } | undefined
  state(): QaState
}

const system = { kind: 'system' } as const
/** Not a visitor, and not an Identity that the visitor's token ever bore. */
const SOMEBODY_ELSE = 'visitor-somebody-else'

export function createQaActions(service: ChatServiceServer, tokenFaults: TokenFaultQueue): QaActions {
  const { faults, domain } = service
  const { serviceSid } = service.credentials
  const instance = domain.instance(serviceSid)
  const socketFaults = new Set<string>()
  /** Second conversations that were opened here. */
  const others = new Set<string>()

  const newestVisitor = (): string | undefined =>
    faults
      .sockets(serviceSid)
      .filter(({ identity }) => identity.startsWith('visitor-'))
      .reduce<{ identity: string; connectedAt: number } | undefined>(
        (newest, each) => (newest && newest.connectedAt > each.connectedAt ? newest : each),
        undefined,
      )?.identity

  /** The conversation that the visitor has now. */
  function conversationOf(identity: string): string | undefined {
    const channels = instance.userChannels.list(identity, { limit: 100 }).items.map(({ channel }) => channel)
    return channels.filter(({ createdBy }) => createdBy === 'system').sort((a, b) => b.dateCreated - a.dateCreated)[0]?.sid
  }

  function removeIfThere(sid: string): void {
    const all = instance.channels.list({ limit: 1_000 }).items
    if (all.some((channel) => channel.sid === sid)) instance.channels.remove(system, sid)
  }

  /** The next request for a token goes wrong; whoever is connected has to make it now. */
  const token =
    (fault: TokenFault, usually = 1) =>
    (identity: string, { times = usually }: QaRequest): void => {
      tokenFaults.add(identity, fault, times)
      if (identity !== '*') faults.expireToken(identity)
    }

  const anyVisitor: Partial<Record<FaultAction, (identity: string, request: QaRequest) => void>> = {
    'token-401': token({ kind: 'status', status: 401 }),
    'token-500': token({ kind: 'status', status: 500 }, 2),
    'token-html': token({ kind: 'html' }),
    'token-identity': token({ kind: 'identity', identity: SOMEBODY_ELSE }),
    'token-same': token({ kind: 'same-token' }),
    reset() {
      faults.reset()
      tokenFaults.clear()
      socketFaults.clear()
      removeForeignChannels(instance)
      for (const sid of others) removeIfThere(sid)
      others.clear()
    },
  }

  const connectedVisitor: Partial<Record<FaultAction, (identity: string, request: QaRequest) => void>> = {
    'expire-token': (identity) => faults.expireToken(identity),
    'socket-drop': (identity) => faults.drop(identity),
    'socket-freeze'(identity) {
      faults.freeze(identity, true)
      socketFaults.add(`${identity}: frozen`)
    },
    'socket-thaw'(identity) {
      faults.freeze(identity, false)
      socketFaults.delete(`${identity}: frozen`)
    },
    'socket-slow'(identity, { delayMs = 2_000 }) {
      faults.slow(identity, delayMs)
      socketFaults.add(`${identity}: slow`)
    },
    'close-308': (identity) => faults.close(identity, 308),
    'close-410': (identity) => faults.close(identity, 410),
    'refuse-403': (identity, { times = 1 }) => faults.refuseSends(identity, 403, times),
    'refuse-429': (identity, { times = 1 }) => faults.refuseSends(identity, 429, times),
    'lose-answer': (identity, { times = 1 }) => faults.loseAnswers(identity, times),
    'remove-member'(identity) {
      const channel = conversationOf(identity)
      if (channel) instance.members.remove(system, channel, identity)
    },
    'delete-channel'(identity) {
      const channel = conversationOf(identity)
      if (channel) instance.channels.remove(system, channel)
    },
    'second-channel': (identity) => void others.add(openSecondChannel(instance, identity)),
    'foreign-channel': (identity) => pullIntoForeignChannel(instance, identity),
  }

  return {
    has: (action): action is FaultAction => Object.hasOwn(anyVisitor, action) || Object.hasOwn(connectedVisitor, action),
    run(action, request) {
      const identity = request.identity ?? newestVisitor()
      const strike = anyVisitor[action] ?? (identity === undefined ? undefined : connectedVisitor[action])
      strike?.(identity ?? '*', request)
      return strike && { identity: identity ?? '*' }
    },
    state: () => ({ sockets: faults.sockets(serviceSid), tokenFaults: tokenFaults.waiting(), socketFaults: [...socketFaults] }),
  }
}
