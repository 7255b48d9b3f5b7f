/**
 * In place of `javascript-state-machine` 3, of which twilsock uses one machine: named transitions, observers by name
 * (`onEnterInitialising`, `onUserUpdateToken` …), all synchronous.
 */
interface Transition {
  readonly name: string
  readonly from: string | readonly string[]
  /** Missing: the state stays. */
  readonly to?: string
}

type Observer = (step: { readonly transition: string; readonly from: string; readonly to: string }, ...args: readonly unknown[]) => void

interface Options {
  readonly init: string
  readonly transitions: readonly Transition[]
  readonly methods: Readonly<Record<string, Observer>> & {
    readonly onInvalidTransition: (transition: string, from: string, to: undefined) => void
  }
}

interface Machine {
  readonly state: string
  is(state: string): boolean
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

export function factory({ init, transitions, methods }: Options): new () => Machine {
  const table = new Map<string, Map<string, string>>()
  for (const { name, from, to } of transitions) {
    const targets = table.get(name) ?? new Map<string, string>()
    for (const state of typeof from === 'string' ? [from] : from) targets.set(state, to ?? state)
    table.set(name, targets)
  }

  class StateMachine implements Machine {
    state = 'none'
    private pending = false

    constructor() {
      for (const [name, targets] of table) {
        Object.assign(this, { [name]: (...args: readonly unknown[]) => this.step(name, targets.get(this.state), args) })
      }
      this.step('init', init, [])
    }

    is(state: string): boolean {
      return this.state === state
    }

    private step(transition: string, to: string | undefined, args: readonly unknown[]): void {
      const from = this.state
      if (to === undefined) return methods.onInvalidTransition(transition, from, to)
      if (this.pending) throw new Error(`${transition}: the transition before is still in progress`)
      const tell = (...observers: readonly string[]): void => {
        for (const name of observers) methods[name]?.({ transition, from, to }, ...args)
      }
      this.pending = true
      try {
        tell('onBeforeTransition', `onBefore${capital(transition)}`)
        if (from !== to) tell('onLeaveState', `onLeave${capital(from)}`)
        tell('onTransition')
        this.state = to
        if (from !== to) tell('onEnterState', `onEnter${capital(to)}`, `on${capital(to)}`)
        tell('onAfterTransition', `onAfter${capital(transition)}`, `on${capital(transition)}`)
      } finally {
        this.pending = false
      }
    }
  }
  return StateMachine
}
