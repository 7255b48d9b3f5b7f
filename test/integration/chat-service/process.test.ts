import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { takeDataFolder } from '../../../demo/chat-service/data-folder.ts'
import { startServiceProcess } from '../../support/service-process.ts'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'parlour-process-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

/** Runs the service until it ends by itself. */
function run(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['--import', '@oxc-node/core/register', 'demo/chat-service/main.ts'], {
    env: { ...process.env, ...env },
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  onTestFinished(() => void child.kill('SIGKILL'))
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, said })))
}

test('keeps its credentials private, and the same after a kill; names the address of today', async () => {
  const dataDir = folder()
  const first = await startServiceProcess(dataDir)
  expect(statSync(join(dataDir, 'credentials.json')).mode & 0o777).toBe(0o600)
  await first.kill()
  const second = await startServiceProcess(dataDir)
  onTestFinished(() => second.kill())
  const { accountSid, apiKeySid, apiKeySecret, serviceSid, restUrl } = second.credentials
  expect({ accountSid, apiKeySid, apiKeySecret, serviceSid }).toEqual({
    accountSid: first.credentials.accountSid,
    apiKeySid: first.credentials.apiKeySid,
    apiKeySecret: first.credentials.apiKeySecret,
    serviceSid: first.credentials.serviceSid,
  })
  expect((await fetch(`${restUrl}/v2/Services`)).status).toBe(401)
})

test('refuses a data folder that another service has, under whatever port, and says what to do', async () => {
  const dataDir = folder()
  const first = await startServiceProcess(dataDir)
  onTestFinished(() => first.kill())
  const { code, said } = await run({ PORT: '0', PARLOUR_DATA: dataDir })
  expect(code).toBe(1)
  expect(said).toMatch(/^The data folder .* is in use by the chat service of process \d+: .*PARLOUR_DATA.*\n$/)
})

test('says which port is taken', async () => {
  const first = await startServiceProcess(folder())
  onTestFinished(() => first.kill())
  const { port } = new URL(first.credentials.restUrl)
  const { code, said } = await run({ PORT: port, PARLOUR_DATA: folder() })
  expect([code, said]).toEqual([1, `Port ${port} is taken: stop what uses it, or set PORT to another\n`])
})

test('gives a data folder back, and takes one whose owner is gone or whose number another process bears now', () => {
  const dataDir = folder()
  const giveBack = takeDataFolder(dataDir)
  expect(() => takeDataFolder(dataDir)).toThrow('in use')
  giveBack()
  const again = takeDataFolder(dataDir)
  const mark = readFileSync(join(dataDir, 'service.pid'), 'utf8')
  writeFileSync(join(dataDir, 'service.pid'), mark.replace(/ .*/, ' 1'))
  expect(takeDataFolder(dataDir)).toBeTypeOf('function')
  writeFileSync(join(dataDir, 'service.pid'), '4194305 1')
  expect(takeDataFolder(dataDir)).toBeTypeOf('function')
  again()
})
