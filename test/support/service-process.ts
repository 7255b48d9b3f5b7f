import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import twilio from 'twilio'
import type { Credentials } from '../../demo/chat-service/credentials.ts'

/** The chat service as a process of its own, as a crash or a load test wants it. */
export interface ServiceProcess {
  readonly pid: number
  readonly credentials: Credentials
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>
  /** Ends it in good order. */
  stop(): Promise<void>
}

/** Starts `demo/chat-service/main.ts` on a free port over `dataDir`. @throws Error with what it printed when it does not listen within 15 s */
export async function startServiceProcess(dataDir: string): Promise<ServiceProcess> {
  const child = spawn(process.execPath, ['--import', '@oxc-node/core/register', 'demo/chat-service/main.ts'], {
    env: { ...process.env, PORT: '0', PARLOUR_DATA: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // A run that fails half way leaves no service behind.
  const takeAlong = (): void => void child.kill('SIGKILL')
  process.once('exit', takeAlong)
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      process.off('exit', takeAlong)
      resolve()
    })
  })
  await listening(child)
  const credentials = JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8')) as Credentials
  const end = (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal)
    return gone
  }
  return { pid: child.pid ?? 0, credentials, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}

function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    const timer = setTimeout(() => reject(new Error(`The service does not listen: ${said}`)), 15_000)
    const settle = (then: () => void): void => {
      clearTimeout(timer)
      then()
    }
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.once('exit', (code) => settle(() => reject(new Error(`The service ended with ${code}: ${said}`))))
    if (!child.stdout) return
    createInterface({ input: child.stdout }).on('line', (line) => {
      said += `${line}\n`
      if (line.includes('"listening"')) settle(resolve)
    })
  })
}

/** Twilio's helper library, pointed at the local service. */
export function restClient(credentials: Credentials): twilio.Twilio {
  const client = twilio(credentials.apiKeySid, credentials.apiKeySecret, { accountSid: credentials.accountSid })
  client.chat.baseUrl = credentials.restUrl
  return client
}
