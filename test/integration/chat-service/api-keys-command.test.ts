import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import type { Credentials } from '../../../demo/chat-service/credentials.ts'
import { connectRaw } from '../../support/raw-client.ts'
import { startServiceProcess } from '../../support/service-process.ts'
import { mintToken } from '../../support/tokens.ts'

const execute = promisify(execFile)

function createFolder(): { dataDir: string; credentials(): Credentials; keys(...words: string[]): Promise<string> } {
  const dataDir = mkdtempSync(join(tmpdir(), 'parlour-keys-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const command = ['--import', '@oxc-node/core/register', 'demo/chat-service/api-keys.ts']
  return {
    dataDir,
    credentials: () => JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8')) as Credentials,
    keys: async (...words) =>
      (await execute(process.execPath, [...command, ...words], { env: { ...process.env, PARLOUR_DATA: dataDir } })).stdout,
  }
}

test('lists, creates and revokes API keys of a running service, then of one at rest, with one command', { timeout: 60_000 }, async () => {
  const folder = createFolder()
  const service = await startServiceProcess(folder.dataDir)
  onTestFinished(() => service.kill())
  const first = folder.credentials()
  const visitor = await connectRaw(first.twilsockUrl, mintToken(first, 'visitor'))
  expect(await folder.keys('list')).toMatch(new RegExp(`^${first.apiKeySid}  \\S+  Host back end  \\(credentials.json\\)\n$`))

  expect(await folder.keys('create', 'November')).toContain('credentials.json')
  const second = folder.credentials()
  expect(second).not.toMatchObject({ apiKeySid: first.apiKeySid })
  expect(await folder.keys('list')).toMatch(new RegExp(`^${first.apiKeySid}.*\n${second.apiKeySid}.*November  \\(credentials.json\\)\n$`))
  expect(await folder.keys('revoke', first.apiKeySid)).toContain('revoked')
  await visitor.closed
  await expect(connectRaw(first.twilsockUrl, mintToken(first, 'visitor'))).rejects.toThrow('401')
  const renewed = await connectRaw(second.twilsockUrl, mintToken(second, 'visitor'))
  renewed.close()

  await service.stop()
  expect(await folder.keys('create', 'December')).toContain('credentials.json')
  const third = folder.credentials()
  expect(await folder.keys('revoke', second.apiKeySid)).toContain('revoked')
  expect(await folder.keys('list')).toMatch(new RegExp(`^${third.apiKeySid}  \\S+  December  \\(credentials.json\\)\n$`))

  const again = await startServiceProcess(folder.dataDir)
  onTestFinished(() => again.kill())
  expect(again.credentials).toMatchObject({ apiKeySid: third.apiKeySid, apiKeySecret: third.apiKeySecret, serviceSid: first.serviceSid })
  await expect(connectRaw(again.credentials.twilsockUrl, mintToken(second, 'visitor'))).rejects.toThrow('401')
  await again.stop()
})

test('says what is wrong: no service there, no such word, no such key, the key of credentials.json', { timeout: 60_000 }, async () => {
  const folder = createFolder()
  await expect(folder.keys('list')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('There is no credentials.json') })
  const service = await startServiceProcess(folder.dataDir)
  onTestFinished(() => service.kill())
  await expect(folder.keys('show')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('list, create') })
  await expect(folder.keys('revoke')).rejects.toMatchObject({ code: 1 })
  await expect(folder.keys('revoke', `SK${'0'.repeat(32)}`)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('There is no API key'),
  })
  await expect(folder.keys('revoke', folder.credentials().apiKeySid)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('create another first'),
  })
  await service.stop()
})
