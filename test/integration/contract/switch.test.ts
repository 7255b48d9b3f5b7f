import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { ChatService } from '../../../src/chat/service.ts'
import { createRestHouse, type RestHouse } from '../../live/house.ts'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'

// A website that goes over from one SDK to the other: one store behind both.
let service: RunningChatService
let chat: RestHouse
let conversations: RestHouse
beforeAll(async () => {
  service = await startChatService({ presenceGraceMs: 100 })
  const account = { ...service.credentials, socketUrl: service.credentials.twilsockUrl }
  chat = createRestHouse(account, 'chat')
  conversations = createRestHouse(account, 'conversations')
})
afterEach(() => Promise.all([chat.tidy(), conversations.tidy()]))
afterAll(() => service.stop())

/** All Messages, but for what only one of the SDKs tells. */
const history = async (visitor: ChatService, sid: string): Promise<readonly object[]> =>
  (await visitor.messagesAfter(sid, -1)).map((message) => ({ ...message, receipts: null }))

const file = { data: new Blob(['abc']), filename: 'a.txt', contentType: 'text/plain' }

test.each([
  ['chat', 'conversations'],
  ['conversations', 'chat'],
])('a conversation begun on %s goes on on %s, with nothing lost or doubled', async (from) => {
  const [before, after] = from === 'chat' ? [chat, conversations] : [conversations, chat]
  const ann = `ann-${from}`
  const channel = await before.createChannel(ann, 'agent')
  const first = await before.connect(ann)
  const id = randomUUID()
  await first.messages(channel.sid)
  await first.sendMessage(channel.sid, 'Hello', { id, attributes: { page: '/' } })
  await channel.post('agent', 'Good day')
  const { index, sid } = await channel.post('agent', 'How can I help?')
  await channel.edit(sid, 'How may I help?')
  await first.sendMessage(channel.sid, '', { id: randomUUID(), files: [file] })
  await first.advanceHorizon(channel.sid, index)
  await expect.poll(() => history(first, channel.sid)).toHaveLength(4)
  const told = await history(first, channel.sid)
  await first.shutdown()

  const second = await after.connect(ann)
  expect((await second.channels()).map((each) => [each.sid, each.createdBy, each.lastConsumedMessageIndex])).toEqual([
    [channel.sid, 'system', index],
  ])
  expect(await history(second, channel.sid)).toEqual(told)
  // What the first may have sent in vain, as its answer got lost, the second sends again.
  await second.sendMessage(channel.sid, 'Hello', { id, attributes: { page: '/' } })
  await second.sendMessage(channel.sid, 'Thank you', { id: randomUUID() })
  await expect
    .poll(async () => (await second.messagesAfter(channel.sid, -1)).map(({ body }) => body))
    .toEqual(['Hello', 'Good day', 'How may I help?', '', 'Thank you'])
})
