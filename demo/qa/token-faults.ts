import type { TokenFault, TokenFaults } from '../host-backend/token-faults.ts'

/** `*`: whichever visitor asks next. */
type Whose = string

export interface TokenFaultQueue extends TokenFaults {
  /** The next `times` answers to `whose` go wrong in this way, after those that are waiting already. */
  add(whose: Whose, fault: TokenFault, times: number): void
  clear(): void
  waiting(): readonly { readonly identity: Whose; readonly fault: TokenFault }[]
}

export function createTokenFaultQueue(): TokenFaultQueue {
  let queue: { identity: Whose; fault: TokenFault }[] = []
  return {
    add: (identity, fault, times) => void queue.push(...Array.from({ length: times }, () => ({ identity, fault }))),
    clear: () => (queue = []),
    waiting: () => queue,
    next(identity) {
      const at = queue.findIndex((each) => each.identity === identity || each.identity === '*')
      return at === -1 ? undefined : queue.splice(at, 1)[0]?.fault
    },
  }
}
