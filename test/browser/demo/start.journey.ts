import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { buildDemo, projectDir } from '../../../demo/build.ts'

interface Start {
  readonly process: ChildProcess
  /** Everything that it printed, once it has printed `text`, or once it has ended. */
  printed(text: string): Promise<string>
  readonly ended: Promise<number | null>
}

/** What `npm start` runs, as a process. */
function start(env: Record<string, string>): Start {
  const child = spawn(process.execPath, ['--import', '@oxc-node/core/register', 'demo/start.ts'], {
    cwd: projectDir,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
  let output = ''
  const hear = (chunk: Buffer): void => void (output += chunk.toString())
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  return {
    process: child,
    ended,
    async printed(text) {
      const done = { now: false }
      ended.then(() => (done.now = true)).catch(() => undefined)
      while (!output.includes(text) && !done.now) await new Promise((resolve) => setTimeout(resolve, 20))
      return output
    },
  }
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'parlour-start-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

test('prints the addresses, serves them, and closes cleanly when it is told to', async () => {
  await buildDemo()
  const dataDir = await folder()
  const demo = start({ PORT: '0', PARLOUR_DATA: dataDir })
  const output = await demo.printed('/qa\n')
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0]
  expect(output).toContain(`${url}/console`)
  expect(await (await fetch(`${url}/`)).text()).toContain('<script')
  demo.process.kill('SIGTERM')
  expect(await demo.ended).toBe(0)
})

test('keeps its keys to itself, and the same ones after a restart', async () => {
  const dataDir = await folder()
  const read = async (): Promise<string[]> => {
    const { apiKeySecret, serviceSid } = JSON.parse(await readFile(join(dataDir, 'credentials.json'), 'utf8')) as Record<string, string>
    return [apiKeySecret ?? '', serviceSid ?? '', await readFile(join(dataDir, 'cookie-secret'), 'utf8')]
  }
  const first = start({ PORT: '0', PARLOUR_DATA: dataDir })
  await first.printed('/qa\n')
  const kept = await read()
  first.process.kill('SIGKILL')
  await first.ended
  await start({ PORT: '0', PARLOUR_DATA: dataDir }).printed('/qa\n')
  expect(await read()).toEqual(kept)
  for (const name of ['credentials.json', 'cookie-secret']) {
    expect((await stat(join(dataDir, name))).mode & 0o777).toBe(0o600)
  }
})

test('says in one sentence that the port is taken, and leaves the data alone', async () => {
  const first = start({ PORT: '0', PARLOUR_DATA: await folder() })
  const port = /127\.0\.0\.1:(\d+)/.exec(await first.printed('/qa\n'))?.[1] ?? ''
  const dataDir = await folder()
  const second = start({ PORT: port, PARLOUR_DATA: dataDir })
  expect(await second.ended).toBe(1)
  expect(await second.printed('')).toBe(`Port ${port} is taken: stop what uses it, or choose another with PORT=4801 npm start.\n`)
  await expect(stat(join(dataDir, 'chat.sqlite'))).rejects.toThrow('ENOENT')
})

test.each(['-1', '65536', 'many'])('refuses the port %s', async (port) => {
  const demo = start({ PORT: port, PARLOUR_DATA: await folder() })
  expect(await demo.ended).toBe(1)
  expect(await demo.printed('')).toBe('PORT must be a number from 0 to 65535.\n')
})
