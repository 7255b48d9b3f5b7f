import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Guard, NamedTest } from './hazard.ts'

/** `invalid`: the test was not run at all, because nothing loads any more, or does not pass as things are. */
export type Verdict = 'killed' | 'survived' | 'invalid'

/** A copy of the tree, in which something may be broken. */
export interface Workshop {
  /** Those of `tests`, which are in one file, that do not pass as things are. */
  failing(tests: readonly NamedTest[]): Promise<readonly NamedTest[]>
  /** What its test says of the tree without this guard. */
  without(guard: Guard): Promise<Verdict>
  close(): void
}

interface Results {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[]
  }[]
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const PARTS = ['src', 'test', 'demo', 'vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json']
/** A test that has not ended by then never will. */
const PATIENCE_MS = 120_000

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
/** Also with what `test.each` puts in. */
const patternOf = ({ name }: NamedTest): string => `${escaped(name).replaceAll(/%[sdij]/g, '.*')}$`

export function createWorkshop(): Workshop {
  const folder = mkdtempSync(join(tmpdir(), 'parlour-mutants-'))
  for (const part of PARTS) cpSync(join(ROOT, part), join(folder, part), { recursive: true })
  // A folder of its own, for the caches that tools keep in it.
  mkdirSync(join(folder, 'node_modules'))
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (!name.startsWith('.')) symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name))
  }

  /** Outcomes by title; null when it did not end. */
  async function run(tests: readonly NamedTest[]): Promise<ReadonlyMap<string, string> | null> {
    const { project, file } = tests[0]!
    const output = join(folder, 'results.json')
    rmSync(output, { force: true })
    const ended = await new Promise<boolean>((settle) => {
      const args = [
        'run',
        '--project',
        project,
        file,
        '-t',
        tests.map(patternOf).join('|'),
        '--testTimeout=15000',
        '--reporter=json',
        `--outputFile=${output}`,
      ]
      const vitest = spawn(process.execPath, [resolve(ROOT, 'node_modules/vitest/vitest.mjs'), ...args], {
        cwd: folder,
        stdio: 'ignore',
        detached: true,
      })
      // A mutant may loop for ever, in a worker that would outlive vitest: the whole group goes.
      const late = setTimeout(() => process.kill(-vitest.pid!, 'SIGKILL'), PATIENCE_MS)
      vitest.on('close', (code) => {
        clearTimeout(late)
        settle(code !== null)
      })
    })
    if (!ended) return null
    if (!existsSync(output)) return new Map()
    const { testResults } = JSON.parse(readFileSync(output, 'utf8')) as Results
    return new Map(testResults.flatMap(({ assertionResults }) => assertionResults.map(({ title, status }) => [title, status])))
  }

  /** Of one test, or of all that `test.each` made of it. */
  function outcomesOf(test: NamedTest, outcomes: ReadonlyMap<string, string>): readonly string[] {
    const pattern = new RegExp(`^${patternOf(test)}`)
    return [...outcomes].flatMap(([title, status]) => (pattern.test(title) && status !== 'skipped' && status !== 'pending' ? [status] : []))
  }

  return {
    async failing(tests) {
      const outcomes = (await run(tests)) ?? new Map<string, string>()
      return tests.filter((test) => {
        const own = outcomesOf(test, outcomes)
        return own.length === 0 || own.some((status) => status !== 'passed')
      })
    },
    async without({ edits, test }) {
      const before = new Map(edits.map(({ file }) => [file, readFileSync(join(folder, file), 'utf8')]))
      try {
        for (const { file, find, replace } of edits) {
          const text = readFileSync(join(folder, file), 'utf8')
          if (text.split(find).length !== 2) return 'invalid'
          writeFileSync(
            join(folder, file),
            text.replace(find, () => replace),
          )
        }
        const outcomes = await run([test])
        if (!outcomes) return 'killed'
        const own = outcomesOf(test, outcomes)
        if (own.length === 0) return 'invalid'
        return own.includes('failed') ? 'killed' : 'survived'
      } finally {
        for (const [file, text] of before) writeFileSync(join(folder, file), text)
      }
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}
