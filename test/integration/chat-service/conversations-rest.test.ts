import twilio from 'twilio'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'
import { connect, enter } from './conversations.ts'
import { fresh, letGoOfTheSdksRejections, next, statusOf } from './sdk.ts'

// What the back end does through Conversations v1 is what the newer SDK hears, through the very same address.
let service: RunningChatService
letGoOfTheSdksRejections()
beforeAll(async () => void (service = await startChatService()))
afterAll(() => service.stop())

function backEnd(): twilio.Twilio['conversations']['v1'] {
  const { apiKeySid, apiKeySecret, accountSid, restUrl } = service.credentials
  const client = twilio(apiKeySid, apiKeySecret, { accountSid })
  client.conversations.baseUrl = restUrl
  return client.conversations.v1
}

test('the host’s Service instance is the default one', async () => {
  expect((await backEnd().configuration().fetch()).defaultChatServiceSid).toBe(service.credentials.serviceSid)
})

test('a conversation that the back end makes, writes in and closes is so for its participant', async () => {
  const rest = backEnd()
  const anna = fresh('anna')
  const { sid } = await rest.conversations.create({ friendlyName: 'Besuch' })
  await rest.conversations(sid).participants.create({ identity: anna })
  const conversation = await enter(await connect(service, anna), sid)
  expect(conversation.state).toMatchObject({ current: 'active' })

  const heard = next<{ body: string; author: string }>(conversation, 'messageAdded')
  await rest.conversations(sid).messages.create({ body: 'grüß Gott' })
  expect(await heard).toMatchObject({ body: 'grüß Gott', author: 'system' })

  const updated = next<{ updateReasons: string[] }>(conversation, 'updated', ({ updateReasons }) => updateReasons.includes('state'))
  await rest.conversations(sid).update({ state: 'closed' })
  await updated
  expect(conversation.state).toMatchObject({ current: 'closed' })
  expect(await statusOf(conversation.sendMessage('too late'))).toBe(403)
  expect(await rest.conversations(sid).messages.list()).toHaveLength(1)
})
