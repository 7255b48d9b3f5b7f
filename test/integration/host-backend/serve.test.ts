import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { readCredentials } from '../../../demo/host-backend/environment.ts'
import { account, apiKey, helperLibrary, type Rest, startRest } from '../rest/setup.ts'
import { environmentFor } from './command.ts'
import { cookieOf, identityIn, services, type TokenAnswer } from './setup.ts'

let rest: Rest
beforeAll(async () => void (rest = await startRest()))
afterAll(() => rest.close())

const serve = fileURLToPath(new URL('../../../demo/host-backend/serve.ts', import.meta.url))
const archive = fileURLToPath(new URL('../../../demo/host-backend/archive-idle.ts', import.meta.url))
const ORIGIN = 'https://www.example.com'

/** Starts the program; resolves with its first line, or with all that it said and its exit code once it ended. */
function start(
  settings: Readonly<Record<string, string>>,
  program = serve,
  ...args: readonly string[]
): Promise<{ line: string; code: number | null }> {
  const child = spawn(process.execPath, ['--import', '@oxc-node/core/register', program, ...args], { env: environmentFor(settings) })
  onTestFinished(() => void child.kill())
  return new Promise((resolve, reject) => {
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if (said.startsWith('/token')) resolve({ line: said.trim(), code: null })
      })
    }
    child.on('error', reject)
    child.on('close', (code) => resolve({ line: said.trim(), code }))
  })
}

async function environment(): Promise<Record<string, string>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parlour-serve-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true }))
  const { sid } = await helperLibrary(rest).chat.v2.services.create({ friendlyName: 'a website' })
  return {
    TWILIO_ACCOUNT_SID: account.sid,
    TWILIO_API_KEY_SID: apiKey.sid,
    TWILIO_API_KEY_SECRET: apiKey.secret,
    TWILIO_CHAT_SERVICE_SID: sid,
    TWILIO_REST_URL: rest.url,
    PUBLIC_ORIGINS: `${ORIGIN},https://shop.example.com`,
    COOKIE_SECRET: 'a secret of thirty-two characters at least',
    PARLOUR_DATA: dataDir,
    PORT: '0',
  }
}

test.each(services)('the back end as a process, SERVICE=%s: a token, a start, an end, an archive', async (service) => {
  const settings = await environment()
  const { line } = await start({ ...settings, SERVICE: service })
  expect(line).toMatch(new RegExp(`^/token, /start and /end on http://127\\.0\\.0\\.1:\\d+, SERVICE=${service}$`))
  const url = /http:[^,]+/.exec(line)?.[0] ?? ''
  const post = (path: string, body: object, cookie = '') =>
    fetch(url + path, {
      method: 'POST',
      headers: { Origin: ORIGIN, 'Content-Type': 'application/json', Cookie: cookie },
      body: JSON.stringify(body),
    })

  const answer = await post('/token', { reason: 'connect' })
  const cookie = cookieOf(answer) ?? ''
  expect(identityIn(((await answer.json()) as TokenAnswer).token)).toMatch(/^visitor-/)
  const { channelSid } = (await (await post('/start', { preChat: { name: 'Ann' } }, cookie)).json()) as { channelSid: string }
  const instance = helperLibrary(rest).chat.v2.services(settings['TWILIO_CHAT_SERVICE_SID'] ?? '')
  expect(await instance.channels(channelSid).fetch()).toMatchObject({ friendlyName: 'Ann', createdBy: 'system', membersCount: 2 })
  expect((await post('/end', { channelSid }, cookie)).status).toBe(200)
  expect(await start({ ...settings, SERVICE: service }, archive, '--idle', '0s')).toEqual({
    line: 'No conversation was idle for 0s.',
    code: 0,
  })
  expect(await readdir(join(settings['PARLOUR_DATA'] ?? '', 'archive'))).toContain(`${channelSid}.json`)
})

test.each([
  [{ TWILIO_API_KEY_SECRET: '' }, 'The environment has no TWILIO_API_KEY_SECRET.'],
  [{ PUBLIC_ORIGINS: '' }, 'The environment has no PUBLIC_ORIGINS.'],
  [{ COOKIE_SECRET: 'short' }, 'cookieSecret must have at least 32 characters.'],
  [{ SERVICE: 'sms' }, 'SERVICE must be chat or conversations, not "sms".'],
  [{ TOKEN_TTL: '5' }, 'TOKEN_TTL must be a whole number of seconds from 60 to 86400, not "5".'],
])('%j: it says what is wrong in one sentence, and ends', async (changes, sentence) => {
  expect(await start({ ...(await environment()), ...(changes as Record<string, string>) })).toEqual({ line: sentence, code: 2 })
})

test('the credentials are all in the environment, or none is', () => {
  expect(readCredentials({})).toBeUndefined()
  expect(readCredentials({ TWILIO_ACCOUNT_SID: '', SERVICE: 'chat' })).toBeUndefined()
  expect(() => readCredentials({ TWILIO_ACCOUNT_SID: 'AC1', TWILIO_API_KEY_SECRET: 'x' })).toThrow(
    'The environment has no TWILIO_API_KEY_SID, TWILIO_CHAT_SERVICE_SID.',
  )
  const four = { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_API_KEY_SID: 'SK1', TWILIO_API_KEY_SECRET: 'x', TWILIO_CHAT_SERVICE_SID: 'IS1' }
  expect(readCredentials(four)).toEqual({ accountSid: 'AC1', apiKeySid: 'SK1', apiKeySecret: 'x', serviceSid: 'IS1' })
  expect(readCredentials({ ...four, TWILIO_REST_URL: 'http://127.0.0.1:4800' })).toHaveProperty('restUrl', 'http://127.0.0.1:4800')
})
