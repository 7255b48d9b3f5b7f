/** What a client asks of the service. */
export type Asked = 'init' | 'update' | 'config' | 'subscribe' | 'read' | 'send' | 'change' | 'other'

/**
 * What the service does instead of simply answering:
 * `status`: refuses. `lost`: the socket breaks before anything is done; `done-lost`: after it is done. `silent`: nothing is
 * done, nothing answered; `done-silent`: done, and not answered. `done-deaf`: done, then the socket is half-open.
 * `late`: done, the answer comes `ms` later. `held`: it lies there for `ms` before it is done, whoever has left meanwhile.
 */
export type Trouble =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'lost' | 'done-lost' | 'silent' | 'done-silent' | 'done-deaf' }
  | { readonly kind: 'late' | 'held'; readonly ms: number }

/** Troubles that wait for their moment. */
export interface Troubles {
  arm(asked: Asked, trouble: Trouble, times: number): void
  next(asked: Asked): Trouble | null
  clear(): void
  /** How many have had their moment. */
  readonly met: number
}

export function createTroubles(): Troubles {
  const armed = new Map<Asked, { readonly trouble: Trouble; left: number }[]>()
  let met = 0
  return {
    get met() {
      return met
    },
    arm: (asked, trouble, times) => void armed.set(asked, [...(armed.get(asked) ?? []), { trouble, left: times }]),
    next(asked) {
      const queue = armed.get(asked)
      const first = queue?.[0]
      if (!queue || !first) return null
      met += 1
      first.left -= 1
      if (first.left <= 0) queue.shift()
      return first.trouble
    },
    clear: () => armed.clear(),
  }
}
