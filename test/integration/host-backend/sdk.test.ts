import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningChatService, startChatService } from '../../support/chat-service.ts'
import { createClient, enter, next, started } from '../chat-service/sdk.ts'
import { openConsole, startHostOn, type TokenAnswer, visit } from './setup.ts'

let service: RunningChatService
beforeAll(async () => void (service = await startChatService()))
afterAll(() => service.stop())

test('the vendor SDK goes the whole way on tokens of the back end: start, talk, end', async () => {
  const host = await startHostOn(service.url, service.credentials)
  const visitor = await visit(host)
  const tokenOf = async (response: Response) => ((await response.json()) as TokenAnswer).token
  const client = createClient(service, await tokenOf(await visitor.ask('/token', { reason: 'connect' })))
  const console = createClient(service, await tokenOf(await host.post('/agent/token', {}, await openConsole(host))))
  await Promise.all([started(client), started(console)])

  const joined = next<{ sid: string; createdBy: string }>(client, 'channelJoined')
  const response = await visitor.ask('/start', { preChat: { name: 'Ann' } })
  const { channelSid } = (await response.json()) as { channelSid: string }
  expect(await joined).toMatchObject({ sid: channelSid, createdBy: 'system' })
  const channel = await enter(client, channelSid)
  await channel.sendMessage('Is it open?', { parlourId: 'p-1' })
  const seen = await (await console.getChannelBySid(channelSid)).getMessages(1)
  expect(seen.items[0]).toMatchObject({ body: 'Is it open?', author: visitor.identity })
  await expect(channel.updateFriendlyName('Mine')).rejects.toMatchObject({ status: 403 })

  const ended = next<{ channel: { attributes: unknown } }>(client, 'channelUpdated', (update) =>
    JSON.stringify(update.channel.attributes).includes('ended'),
  )
  const left = next<{ sid: string }>(client, 'channelLeft')
  expect((await visitor.ask('/end', { channelSid })).status).toBe(200)
  expect((await ended).channel.attributes).toEqual({ status: 'ended' })
  expect((await left).sid).toBe(channelSid)
})
