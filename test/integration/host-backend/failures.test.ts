import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { answerError } from '../../../demo/host-backend/errors.ts'
import { startRest } from '../rest/setup.ts'
import { converse, openConsole, services, startHost, visit } from './setup.ts'

const everySecret = (parts: readonly string[], logged: readonly string[]) =>
  parts.filter((part) => logged.some((line) => line.includes(part)))

test('a slip of ours is answered with 500 and logged by its place, not by its words', async () => {
  const logged: string[] = []
  const app = new Hono().get('/', () => JSON.parse('a very private word'))
  app.onError(answerError((line) => void logged.push(line)))
  const answer = await app.request('/')
  expect([answer.status, await answer.json()]).toEqual([500, { error: 'Something went wrong.' }])
  expect(logged).toEqual([expect.stringMatching(/^GET \/: SyntaxError at /)])
  expect(logged[0]).not.toContain('private')
})

describe.each(services)('on %s', (service) => {
  test('when the chat service is away, the answer is 503 with Retry-After, and no log holds a secret', async () => {
    const rest = await startRest()
    const host = await startHost(rest, { service })
    const visitor = await converse(host, { name: 'Ann Unmistakable' })
    await host.chat.channels(visitor.channelSid).messages.create({ from: visitor.identity, body: 'a very private word' })
    const agent = await openConsole(host)
    await rest.close()
    const answers = [
      await visitor.ask('/token', { reason: 'connect' }),
      await visitor.ask('/start', { preChat: { topic: 'a very private word' } }),
      await visitor.ask('/end', { channelSid: visitor.channelSid }),
      await host.post('/agent/end', { channelSid: visitor.channelSid }, agent),
      await host.get('/admin/users', agent),
    ]
    for (const answer of answers) {
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2'])
      expect(await answer.json()).toEqual({ error: 'The chat service is not available.' })
    }
    expect(host.logged).toHaveLength(answers.length)
    const secrets = [host.credentials.apiKeySecret, 'Basic ', 'private word', 'Unmistakable', 'eyJ', visitor.cookie.split('.')[1] ?? '']
    expect(everySecret(secrets, host.logged)).toEqual([])
    expect(host.logged[0]).toMatch(/^POST \/token: Error ECONN\w+$/)
  })

  test('what the chat service refuses is told in general words, and logged by number', async () => {
    const rest = await startRest()
    const host = await startHost(rest, { service })
    const visitor = await visit(host)
    const stranger = await host.restart({ credentials: host.credentials })
    rest.holdDisk(() => Promise.reject(new Error('disk full')))
    const answer = await stranger.post('/start', { preChat: { name: 'Ann Unmistakable' } }, { cookie: visitor.cookie })
    rest.holdDisk(null)
    expect([answer.status, await answer.json()]).toEqual([502, { error: 'The chat service refused.' }])
    expect(stranger.logged).toEqual([expect.stringMatching(/^POST \/start: Error 500 \d+$/)])
    await rest.close()
  })

  test('an account SID with its auth token is no way in: the back end wants an API key', async () => {
    const rest = await startRest()
    const host = await startHost(rest, { service })
    const credentials = { ...host.credentials, apiKeySid: host.credentials.accountSid, apiKeySecret: '2'.repeat(32) }
    await expect(host.restart({ credentials })).rejects.toMatchObject({ status: 401 })
    await rest.close()
  })
})
