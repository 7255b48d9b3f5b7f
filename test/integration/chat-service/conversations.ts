import { Client, type Conversation, type Message } from '@twilio/conversations'
import { onTestFinished } from 'vitest'
import type { RunningChatService } from '../../support/chat-service.ts'
import type { TokenOptions } from '../../support/tokens.ts'
import { next, subscribed } from './sdk.ts'

/** The unmodified newer SDK, as an app would make it. Shut down when the test is over. */
export function createClient(service: RunningChatService, token: string): Client {
  const client = new Client(token, {
    Twilsock: { uri: service.twilsockUrl },
    // The socket's own loss is part of many tests: come back fast.
    retryPolicy: { min: 50, max: 500, randomness: 0.2 },
    logLevel: 'silent',
  } as ConstructorParameters<typeof Client>[1])
  onTestFinished(() => client.shutdown())
  return client
}

/** A client that has started. */
export async function connect(service: RunningChatService, identity: string, token: TokenOptions = {}): Promise<Client> {
  const client = createClient(service, service.token(identity, token))
  await next(client, 'initialized')
  return client
}

/** The Conversation, with its Messages loaded and subscribed to: from then on events are live. */
export async function enter(client: Client, sid: string): Promise<Conversation> {
  const conversation = await client.getConversationBySid(sid)
  await conversation.getMessages(1)
  await subscribed()
  return conversation
}

export async function newest(conversation: Conversation): Promise<Message> {
  const message = (await conversation.getMessages(1)).items[0]
  if (!message) throw new Error('The Conversation has no Message')
  return message
}
