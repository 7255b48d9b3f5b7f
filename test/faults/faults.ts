/** `npm run faults -- --level 0|1|2 …`: the fault harness; each level says in its `index.ts` what else it takes. Exits 1 when a promise was broken. */
import { parseArgs } from 'node:util'

const { values } = parseArgs({ strict: false, options: { level: { type: 'string', default: '0' } } })
const levels: Readonly<Record<string, () => Promise<{ run(args: readonly string[]): Promise<boolean> }>>> = {
  0: () => import('./level0/index.ts'),
  1: () => import('./level1/index.ts'),
  2: () => import('./level2/index.ts'),
}
const level = levels[String(values.level)]
if (!level) throw new Error('--level is 0, 1 or 2')
const { run } = await level()
process.exitCode = (await run(process.argv.slice(2))) ? 0 : 1
