import assert from 'node:assert/strict'
import type { TestRunner } from '../../src/testing/index.ts'

interface Promised {
  readonly name: string
  readonly run: () => Promise<void>
}

/** Enough of a test runner for the contract: one promise after the other, as a real cloud has limits. */
export interface Runner extends TestRunner {
  /** Keeps going after a failure. Resolves with how many were kept and broken. `after` runs after each. */
  run(options: {
    readonly only: string
    readonly say: (line: string) => void
    readonly after: () => Promise<void>
  }): Promise<{ readonly kept: number; readonly broken: number }>
}

export function createRunner(): Runner {
  const promises: Promised[] = []
  return {
    test: (name, run) => void promises.push({ name, run }),
    expect: (actual) => ({
      toEqual: (expected) => assert.deepEqual(plain(actual), plain(expected)),
      toMatchObject: (expected) => assert.deepEqual(like(plain(actual), expected), plain(expected)),
    }),
    async run({ only, say, after }) {
      let [kept, broken] = [0, 0]
      for (const { name, run } of promises.filter((promise) => promise.name.includes(only))) {
        try {
          await run()
          await after()
          kept += 1
          say(`ok      ${name}`)
        } catch (error) {
          await after().catch(() => {})
          broken += 1
          say(`BROKEN  ${name}\n        ${String(error).replaceAll('\n', '\n        ')}`)
        }
      }
      return { kept, broken }
    },
  }
}

/** Without the prototypes, of which the contract says nothing. */
const plain = (value: unknown): unknown => structuredClone(value)

/** Of `actual` what `expected` names, at every depth. */
function like(actual: unknown, expected: unknown): unknown {
  if (!isRecord(actual) || !isRecord(expected)) return actual
  return Object.fromEntries(Object.keys(expected).map((key) => [key, like(actual[key], expected[key])]))
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
