import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Host } from './setup.ts'

const project = fileURLToPath(new URL('../../..', import.meta.url))

export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Of a process of ours: what it needs of this one's, and nothing that somebody set for Twilio's cloud. */
export function environmentFor(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env
  return { PATH, HOME, ...settings }
}

/** Runs one of the back end's commands as `npm run` does, over the data folder of `host`. `started` may kill it. */
export function runCommand(
  host: Host,
  file: string,
  args: readonly string[] = [],
  started?: (child: ChildProcess) => void,
): Promise<Outcome> {
  const { credentials, chatBaseUrl, service } = host.options
  writeFileSync(join(host.dataDir, 'credentials.json'), JSON.stringify({ ...credentials, restUrl: chatBaseUrl }), { mode: 0o600 })
  const child = spawn(process.execPath, ['--import', '@oxc-node/core/register', `demo/host-backend/${file}`, ...args], {
    cwd: project,
    env: environmentFor({ PARLOUR_DATA: host.dataDir, SERVICE: service }),
  })
  started?.(child)
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => void (output[name] += text))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, ...output }))
  })
}
