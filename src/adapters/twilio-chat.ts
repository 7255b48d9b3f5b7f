import { Client } from 'twilio-chat'
import { SyncClient } from 'twilio-sync'
import { InitRegistration } from 'twilsock'
import { ChatError } from '../chat/errors.ts'
import type { ChatErrorCode } from '../chat/errors.ts'
import type { ChatService, ChatServiceEvents, Connect } from '../chat/service.ts'
import type { Channel } from '../chat/types.ts'
import { systemClock } from '../lib/clock.ts'
import type { Clock } from '../lib/clock.ts'
import { createEmitter } from '../lib/emitter.ts'
import { within } from '../lib/deadline.ts'
import { createLifetime, untilEnd } from '../lib/lifetime.ts'
import { createChannels } from './channels.ts'
import { forwardEvents } from './forward-events.ts'
import { messagesAfter, messagesBefore, openList } from './history.ts'
import { initialised } from './initialised.ts'
import { checkMessage } from './message-limits.ts'
import { OWN_ID } from './mutation-id.ts'
import { createPeople } from './people.ts'
import { QuietSync } from './quiet-sync.ts'
import { guardRejections } from './rejection-guard.ts'
import { toChatError } from './to-chat-error.ts'
import { toChannel } from './to-channel.ts'
import { toMember } from './to-member.ts'
import { toMessage } from './to-message.ts'
import { createSocket, PRODUCT } from './twilsock.ts'
import type { Socket } from './twilsock.ts'

const ENTER_WITHIN_MS = 10_000
/** A Member's "is typing" ends after 5 s by itself; ours is repeated sooner, so that it does not flicker. */
const TYPING_EVERY_MS = 4_000

/** Programmable Chat: the ChatService over Twilio's `twilio-chat` 6. */
export const connect: Connect = async (token, { url, signal }) => {
  signal.throwIfAborted()
  if (globalThis.navigator?.onLine === false) {
    throw new ChatError('connection-failed', 'The device is offline', { retryable: true })
  }
  const registration = new InitRegistration(PRODUCT)
  Client.populateInitRegistrations(registration)
  SyncClient.populateInitRegistrations(registration)
  const socket = createSocket(token, { url, registrations: [registration], clock: systemClock, random: Math.random })
  const unguard = await guardRejections()
  const sdk = createSdk(token, socket)
  const service = createService(sdk, socket, { clock: systemClock, onClose: unguard })
  try {
    await initialised(sdk, socket, { clock: systemClock, signal })
  } catch (error) {
    void service.shutdown()
    throw error
  }
  socket.guard()
  return service
}

function createSdk(token: string, { client }: Socket): Client {
  // Silent, as what fails in here is told through the port; never below `error`, where Access Tokens are printed.
  const common = { productId: PRODUCT, logLevel: 'silent', twilsockClient: client, initRegistrations: [] } as const
  // Ours, since the one that `twilio-chat` makes writes Channels to sessionStorage whatever it is told.
  const syncClient = new QuietSync(token, { ...common, Sync: { enableSessionStorage: false } }, systemClock)
  const sdk = new Client(token, {
    ...common,
    initRegistrations: [],
    transport: client as never,
    syncClient: syncClient as never,
    typingIndicatorTimeoutOverride: TYPING_EVERY_MS,
    // The clone is made by way of JSON, which the clients in here would not survive.
    disableDeepClone: true,
  })
  syncClient.serve(sdk)
  return sdk
}

function createService(
  sdk: Client,
  socket: Socket,
  { clock, onClose }: { readonly clock: Clock; readonly onClose: () => void },
): ChatService {
  const emitter = createEmitter<ChatServiceEvents>()
  const channels = createChannels(sdk)
  const people = createPeople(clock)
  const life = createLifetime()
  /** Highest index that we have asked the service to move a horizon to. */
  const horizons = new Map<string, number>()
  const opened = new Map<string, Promise<void>>()
  let renewals: Promise<void> = Promise.resolve()

  forwardEvents(sdk, emitter, { channels, people })
  socket.on('connection', (state) => emitter.emit('connection', state))
  socket.on('tokenExpiring', () => emitter.emit('tokenExpiring', undefined))
  socket.on('tokenExpired', () => emitter.emit('tokenExpired', undefined))
  emitter.on('channelRemoved', ({ sid }) => {
    horizons.delete(sid)
    opened.delete(sid)
  })

  /** Ends with the service, and fails with a ChatError only. */
  async function ask<Result>(refused: ChatErrorCode, work: () => Promise<Result>): Promise<Result> {
    const over = (): ChatError => new ChatError('not-ready', 'The chat service was shut down')
    if (life.signal.aborted) throw over()
    try {
      return await untilEnd(work(), life.signal)
    } catch (error) {
      throw life.signal.aborted ? over() : toChatError(error, refused)
    }
  }

  async function renewAfter(earlier: Promise<void>, token: string): Promise<void> {
    await earlier
    await socket.renew(token, (next) => sdk.updateToken(next))
  }

  function mustBeConnected(): void {
    if (socket.connection !== 'connected') throw new ChatError('network', 'Not connected', { retryable: true })
  }

  function openOnce(sid: string): Promise<void> {
    const opening = opened.get(sid) ?? channels.get(sid).then(openList)
    opened.set(sid, opening)
    opening.catch(() => opened.delete(sid))
    return opening
  }

  /** Resolves once the service tells that we are in. */
  async function joined(sid: string): Promise<Channel> {
    const late = (): ChatError => new ChatError('network', 'The Channel did not open in time', { retryable: true })
    let off = (): void => {}
    const entered = new Promise<void>((resolve) => {
      off = emitter.on('channelAdded', (added) => added.sid === sid && added.status === 'joined' && resolve())
    })
    try {
      const channel = await channels.get(sid)
      if (channel.status !== 'joined') await within(ENTER_WITHIN_MS, () => entered, { clock, signal: life.signal, late })
      return toChannel(channel)
    } finally {
      off()
    }
  }

  return {
    get identity() {
      return sdk.user.identity
    },
    get connection() {
      return socket.connection
    },
    on: emitter.on,
    updateToken: (token) =>
      ask('load-failed', () => {
        const renewal = renewAfter(renewals, token)
        renewals = renewal.catch(() => {})
        return renewal
      }),
    kick: () => ask('load-failed', () => socket.kick()),
    channels: () => ask('load-failed', async () => (await channels.all()).map(toChannel)),
    channel: (sid) => ask('channel-not-found', async () => toChannel(await channels.get(sid))),
    enter: (sid) =>
      ask('channel-not-found', async () => {
        const channel = await channels.get(sid)
        if (channel.status === 'joined') return toChannel(channel)
        if (channel.status !== 'invited') {
          throw new ChatError('channel-not-found', 'This visitor is no Member of the Channel', {
            hint: 'The back end must add the User to it, or invite it.',
          })
        }
        mustBeConnected()
        await channel.join()
        return joined(sid)
      }),
    messages: (sid, { before, limit = 30 } = {}) =>
      ask('load-failed', async () => {
        const page = await messagesBefore(await channels.get(sid), { before, limit })
        opened.set(sid, Promise.resolve())
        channels.remember(sid, page.messages)
        return { messages: page.messages.map(toMessage), hasPrevious: page.hasPrevious }
      }),
    messagesAfter: (sid, after) =>
      ask('load-failed', async () => {
        await openOnce(sid)
        const found = await messagesAfter(await channels.get(sid), after)
        channels.remember(sid, found)
        return found.map(toMessage)
      }),
    sendMessage: (sid, body, { id, attributes = {} }) =>
      ask('message-rejected', async () => {
        const all = { ...attributes, [OWN_ID]: id }
        checkMessage(body, all)
        mustBeConnected()
        await openOnce(sid)
        const channel = await channels.get(sid)
        return channel.sendMessage(body, all)
      }),
    editMessage: (sid, messageSid, body) =>
      ask('message-rejected', async () => {
        checkMessage(body, {})
        mustBeConnected()
        await channels.message(sid, messageSid).updateBody(body)
      }),
    removeMessage: (sid, messageSid) =>
      ask('message-rejected', async () => {
        mustBeConnected()
        await channels.message(sid, messageSid).remove()
      }),
    members: (sid) =>
      ask('load-failed', async () => {
        const members = await (await channels.get(sid)).getMembers()
        await people.meet(members)
        return members.map((member) => toMember(member, people.known(member.identity)))
      }),
    typing: (sid) =>
      ask('load-failed', async () => {
        if (socket.connection !== 'connected') return
        await (await channels.get(sid)).typing()
      }),
    advanceHorizon: (sid, index) =>
      ask('load-failed', async () => {
        const channel = await channels.get(sid)
        const before = Math.max(channel.lastConsumedMessageIndex ?? -1, horizons.get(sid) ?? -1)
        if (index <= before) return
        mustBeConnected()
        horizons.set(sid, index)
        await channel.advanceLastConsumedMessageIndex(index).catch((error: unknown) => {
          if (horizons.get(sid) === index) horizons.delete(sid)
          throw error
        })
      }),
    mediaUrl: (sid, messageSid, mediaSid) =>
      ask('load-failed', async () => {
        const { media } = channels.message(sid, messageSid)
        if (media?.sid !== mediaSid) throw new ChatError('load-failed', 'The Message has no such media')
        const address = await media.getContentTemporaryUrl()
        if (!/^https?:\/\//.test(address)) throw new ChatError('load-failed', 'The media has no address')
        return address
      }),
    async shutdown() {
      if (life.signal.aborted) return
      life.end()
      const closing = socket.close()
      emitter.clear()
      sdk.removeAllListeners()
      await closing
      onClose()
    },
  }
}
