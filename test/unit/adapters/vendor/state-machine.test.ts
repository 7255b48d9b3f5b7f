import * as fc from 'fast-check'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { factory } from '../../../../src/adapters/vendor/javascript-state-machine.ts'

// The original, as twilsock has it.
const original = createRequire(createRequire(import.meta.url).resolve('twilsock'))('javascript-state-machine') as {
  factory: typeof factory
}

/** A machine of the kind that twilsock builds: several sources, one name with two targets, one that stays. */
const transitions = [
  { name: 'userConnect', from: ['closed', 'rejected'], to: 'dialling' },
  { name: 'userConnect', from: ['dialling', 'live'] },
  { name: 'opened', from: ['dialling'], to: 'live' },
  { name: 'gone', from: ['dialling', 'live'], to: 'retrying' },
  { name: 'gone', from: ['leaving'], to: 'closed' },
  { name: 'gone', from: ['rejected'], to: 'rejected' },
  { name: 'refused', from: 'dialling', to: 'rejected' },
  { name: 'leave', from: ['dialling', 'live', 'retrying', 'rejected'], to: 'leaving' },
]
const names = ['userConnect', 'opened', 'gone', 'refused', 'leave'] as const

function play(make: typeof factory, script: readonly (typeof names)[number][]): unknown[] {
  const seen: unknown[] = []
  const observers = ['closed', 'dialling', 'live', 'retrying', 'leaving', 'rejected', ...names, 'state', 'transition'].flatMap((name) =>
    ['on', 'onEnter', 'onLeave', 'onBefore', 'onAfter'].map((when) => when + name.charAt(0).toUpperCase() + name.slice(1)),
  )
  const methods = Object.fromEntries(
    [...new Set(observers)].map((observer) => [
      observer,
      (step: { transition: string; from: string; to: string }, ...args: unknown[]) => {
        seen.push([observer, step.transition, step.from, step.to, ...args])
      },
    ]),
  )
  const Machine = make({
    init: 'closed',
    transitions,
    methods: { ...methods, onInvalidTransition: (name: string, from: string) => void seen.push(['invalid', name, from]) } as never,
  })
  const machine = new Machine() as InstanceType<typeof Machine> & Record<(typeof names)[number], (...args: unknown[]) => void>
  seen.push(machine.state)
  for (const name of script) {
    machine[name]('argument')
    seen.push([machine.state, machine.is('live')])
  }
  return seen
}

test('it tells the same observers in the same order as the original, whatever happens', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...names), { maxLength: 12 }), (script) => {
      expect(play(factory, script)).toEqual(play(original.factory, script))
    }),
  )
})

test('a transition within a transition is a mistake, as in the original', () => {
  for (const make of [factory, original.factory]) {
    const machine = new (make({
      init: 'closed',
      transitions,
      methods: { onEnterDialling: () => (machine as unknown as { opened(): void }).opened(), onInvalidTransition: () => {} } as never,
    }))() as { userConnect?: () => void }
    let thrown: unknown
    try {
      machine.userConnect?.()
    } catch (error) {
      thrown = error
    }
    expect(String((thrown as { message: string }).message)).toContain('in progress')
  }
})
