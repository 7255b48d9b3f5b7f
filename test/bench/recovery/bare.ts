import { Client as ConversationsClient } from '@twilio/conversations'
import twilioChat from 'twilio-chat'
import { withWindow } from './contender.ts'
import type { Contender, Sdk, Seat } from './contender.ts'

interface BareClient {
  on(event: string, listener: (payload: never) => void): unknown
  updateToken(token: string): Promise<unknown>
  shutdown(): Promise<unknown>
}
interface BareRoom {
  getMessages(count: number): Promise<unknown>
  sendMessage(body: string): Promise<unknown>
}

const makers: Readonly<Record<Sdk, (token: string, options: object) => BareClient>> = {
  chat: (token, options) => new twilioChat.Client(token, options),
  conversations: (token, options) => new ConversationsClient(token, options),
}

/** The SDK as its documentation has it: default options, and a new token whenever it says that one is needed. */
export async function openBare(sdk: Sdk, seat: Seat): Promise<Contender> {
  const client = withWindow(seat.window, () => makers[sdk](seat.token(), { Twilsock: { uri: seat.url }, logLevel: 'silent' }))
  const renew = (): void => void client.updateToken(seat.token()).catch(() => {})
  client.on('tokenAboutToExpire', renew)
  client.on('tokenExpired', renew)
  client.on('messageAdded', ({ body }: { body: string }) => seat.heard(body))
  await new Promise<void>((resolve, reject) => {
    client.on('stateChanged', (state: string) => (state === 'initialized' ? resolve() : reject(new Error('The SDK failed to start'))))
  })
  const room = await roomOf(client, seat.channelSid)
  await room.getMessages(1)
  return {
    seat,
    send: (body) => void room.sendMessage(body).catch(() => {}),
    sleepOver: () => {}, // it looks at no clock
    close() {
      // Never ends where the client is stuck.
      client.shutdown().catch(() => {})
      seat.path.close()
    },
  }
}

const roomOf = (client: BareClient, sid: string): Promise<BareRoom> =>
  'getChannelBySid' in client
    ? (client.getChannelBySid as (sid: string) => Promise<BareRoom>)(sid)
    : (client as unknown as ConversationsClient).getConversationBySid(sid)
