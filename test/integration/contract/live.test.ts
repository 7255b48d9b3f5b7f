import { execFile } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { restClient } from '../../support/service-process.ts'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'

/** `npm run live`, as a process of its own, at the local chat service in place of Twilio's cloud. */
let service: RunningChatService
beforeAll(async () => {
  service = await startChatService({ presenceGraceMs: 100 })
})
afterAll(() => service.stop())

interface Outcome {
  readonly code: number
  readonly lines: readonly string[]
}

function live(environment: Readonly<Record<string, string>>): Promise<Outcome> {
  const { PATH = '', HOME = '' } = process.env
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', '@oxc-node/core/register', 'test/live/run.ts'],
      { env: { PATH, HOME, ...environment } },
      (error, stdout) => resolve({ code: error === null ? 0 : Number(error.code), lines: stdout.trim().split('\n') }),
    )
  })
}

const atTheService = (): Record<string, string> => ({
  TWILIO_ACCOUNT_SID: service.credentials.accountSid,
  TWILIO_API_KEY_SID: service.credentials.apiKeySid,
  TWILIO_API_KEY_SECRET: service.credentials.apiKeySecret,
  TWILIO_CHAT_SERVICE_SID: service.credentials.serviceSid,
  TWILIO_REST_URL: service.credentials.restUrl,
  TWILIO_SOCKET_URL: service.credentials.twilsockUrl,
})

test('without credentials it says in one sentence that it was skipped, and why, and is no failure', async () => {
  const { code, lines } = await live({ TWILIO_ACCOUNT_SID: 'AC1' })
  expect(code).toBe(0)
  expect(lines).toEqual([
    "Skipped: the contract was not tried on Twilio's cloud, as the environment has no TWILIO_API_KEY_SID, TWILIO_API_KEY_SECRET, TWILIO_CHAT_SERVICE_SID.",
  ])
})

test('a service that there is not is named, and nothing is tried', async () => {
  const { code, lines } = await live({ ...atTheService(), SERVICE: 'telegraph' })
  expect([code, lines]).toEqual([2, ['SERVICE is "telegraph"; it can be chat or conversations.']])
})

test.each(['chat', 'conversations'])(
  '%s: every promise is tried, by sentence, and nothing is left behind',
  async (name) => {
    const { code, lines } = await live({ ...atTheService(), SERVICE: name, ONLY: 'Channel' })
    expect(lines.at(-1)).toMatch(/^[1-9]\d* kept, 0 broken$/)
    expect(lines.filter((line) => line.startsWith('ok ')).length).toBeGreaterThan(10)
    expect(code).toBe(0)
    const left = restClient(service.credentials).chat.v2.services(service.credentials.serviceSid)
    expect([await left.channels.list(), await left.users.list()]).toEqual([[], []])
  },
  60_000,
)

test('a promise that is broken is named, and the run fails', async () => {
  const { code, lines } = await live({ ...atTheService(), TWILIO_API_KEY_SECRET: 'wrong', ONLY: 'knows our Identity' })
  expect(code).toBe(1)
  expect(lines[1]).toBe('BROKEN  is connected, and knows our Identity')
  expect(lines.at(-1)).toBe('0 kept, 1 broken')
})
