import { ChatError } from '../chat/errors.ts'
import type { ChatErrorCode } from '../chat/errors.ts'
import type { ChatService, ChatServiceEvents } from '../chat/service.ts'
import type { Channel } from '../chat/types.ts'
import type { Clock } from '../lib/clock.ts'
import { within } from '../lib/deadline.ts'
import { createEmitter } from '../lib/emitter.ts'
import { createLifetime, onEnd, untilEnd } from '../lib/lifetime.ts'
import { createChannels } from './channels.ts'
import type { Dialect, Vendor } from './dialect.ts'
import { forwardEvents } from './forward-events.ts'
import { messagesAfter, messagesBefore, openList } from './history.ts'
import type { MediaService } from './media.ts'
import { checkMessage } from '../chat/message-limits.ts'
import { OWN_ID } from './mutation-id.ts'
import { createPeople } from './people.ts'
import { toChannel } from './to-channel.ts'
import { toChatError } from './to-chat-error.ts'
import { toMember } from './to-member.ts'
import { toMessage } from './to-message.ts'
import type { Socket } from './twilsock.ts'

const ENTER_WITHIN_MS = 10_000

/** The port over one of the SDKs. */
export function createService<V extends Vendor>(
  dialect: Dialect<V>,
  socket: Socket,
  { clock, onClose }: { readonly clock: Clock; readonly onClose: () => void },
): ChatService {
  const emitter = createEmitter<ChatServiceEvents>()
  const channels = createChannels(dialect, clock)
  const people = createPeople(dialect, clock)
  const life = createLifetime()
  /** Highest index that we have asked the service to move a horizon to. */
  const horizons = new Map<string, number>()
  const opened = new Map<string, Promise<void>>()
  let media: Promise<MediaService> | null = null
  let renewals: Promise<void> = Promise.resolve()

  forwardEvents(dialect, emitter, { channels, people })
  socket.on('connection', (state) => emitter.emit('connection', state))
  socket.on('tokenExpiring', () => emitter.emit('tokenExpiring', undefined))
  socket.on('tokenExpired', () => emitter.emit('tokenExpired', undefined))
  emitter.on('channelRemoved', ({ sid }) => {
    horizons.delete(sid)
    opened.delete(sid)
  })

  /** Ends with the service, and fails with a ChatError or the reason of the caller's own signal only. */
  async function ask<Result>(refused: ChatErrorCode, work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    const over = (): ChatError => new ChatError('not-ready', 'The chat service was shut down')
    if (life.signal.aborted) throw over()
    try {
      return await untilEnd(work(), life.signal)
    } catch (error) {
      if (life.signal.aborted) throw over()
      throw signal?.aborted && error === signal.reason ? error : toChatError(error, refused)
    }
  }

  async function renewAfter(earlier: Promise<void>, token: string): Promise<void> {
    await earlier
    await socket.renew(token, (next) => dialect.updateToken(next))
  }

  function mustBeConnected(): void {
    if (socket.connection !== 'connected') throw new ChatError('network', 'Not connected', { retryable: true })
  }

  function openOnce(sid: string): Promise<void> {
    const opening = opened.get(sid) ?? channels.get(sid).then((channel) => openList(dialect, channel))
    opened.set(sid, opening)
    opening.catch(() => opened.delete(sid))
    return opening
  }

  /** Loaded at first need. */
  function mediaService(): Promise<MediaService> {
    media ??= import('./media.ts').then(
      ({ createMediaService }) => createMediaService({ url: dialect.mediaUrl, token: () => socket.token, clock }),
      () => {
        media = null
        throw new ChatError('load-failed', 'The code for files could not be loaded', { retryable: true })
      },
    )
    return media
  }

  async function upload(...[files, options, signal]: Parameters<MediaService['upload']>): ReturnType<MediaService['upload']> {
    if (files.length === 0) return []
    const uploading = createLifetime(signal)
    onEnd(life.signal, uploading.end)
    try {
      return await (await mediaService()).upload(files, options, uploading.signal)
    } finally {
      life.signal.removeEventListener('abort', uploading.end)
      uploading.end()
    }
  }

  function ownMessage(channelSid: string, sid: string): V['message'] {
    const message = channels.message(channelSid, sid)
    if (!message) throw new ChatError('message-rejected', 'There is no such Message')
    mustBeConnected()
    return message
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
      if (dialect.statusOf(channel) !== 'joined') await within(ENTER_WITHIN_MS, () => entered, { clock, signal: life.signal, late })
      return toChannel(dialect, channel)
    } finally {
      off()
    }
  }

  return {
    capabilities: dialect.capabilities,
    get identity() {
      return dialect.identity
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
    probe: (options) => ask('load-failed', () => socket.probe(options)),
    channels: () => ask('load-failed', async () => (await channels.all()).map((channel) => toChannel(dialect, channel))),
    channel: (sid) => ask('channel-not-found', async () => toChannel(dialect, await channels.get(sid))),
    enter: (sid) =>
      ask('channel-not-found', async () => {
        const channel = await channels.get(sid)
        const status = dialect.statusOf(channel)
        if (status === 'joined') return toChannel(dialect, channel)
        if (status !== 'invited') {
          throw new ChatError('channel-not-found', 'This visitor is no Member of the Channel', {
            hint: 'The back end must add the User to it.',
          })
        }
        mustBeConnected()
        await channel.join()
        return joined(sid)
      }),
    messages: (sid, { before, limit = 30 } = {}) =>
      ask('load-failed', async () => {
        const page = await messagesBefore(dialect, await channels.get(sid), { before, limit })
        opened.set(sid, Promise.resolve())
        channels.remember(sid, page.messages)
        return { messages: page.messages.map((message) => toMessage(dialect, message)), hasPrevious: page.hasPrevious }
      }),
    messagesAfter: (sid, after) =>
      ask('load-failed', async () => {
        await openOnce(sid)
        const found = await messagesAfter(dialect, await channels.get(sid), after)
        channels.remember(sid, found)
        return found.map((message) => toMessage(dialect, message))
      }),
    sendMessage: (sid, body, { id, attributes = {}, files = [], signal, ...options }) =>
      ask(
        'message-rejected',
        async () => {
          const all = { ...attributes, [OWN_ID]: id }
          checkMessage(body, all, files, dialect.capabilities)
          mustBeConnected()
          await openOnce(sid)
          const channel = await channels.get(sid)
          return dialect.send(channel, { body, attributes: all, media: await upload(files, { id, ...options }, signal) })
        },
        signal,
      ),
    editMessage: (sid, messageSid, body) =>
      ask('message-rejected', async () => {
        checkMessage(body, {})
        await ownMessage(sid, messageSid).updateBody(body)
      }),
    removeMessage: (sid, messageSid) =>
      ask('message-rejected', async () => {
        await ownMessage(sid, messageSid).remove()
      }),
    members: (sid) =>
      ask('load-failed', async () => {
        const members = await dialect.members(await channels.get(sid))
        await people.meet(members)
        return members.map((member) => toMember(dialect, member, people.known(member.identity)))
      }),
    typing: (sid) =>
      ask('load-failed', async () => {
        if (socket.connection !== 'connected') return
        await (await channels.get(sid)).typing()
      }),
    advanceHorizon: (sid, index) =>
      ask('load-failed', async () => {
        const channel = await channels.get(sid)
        const before = Math.max(dialect.horizonOf(channel) ?? -1, horizons.get(sid) ?? -1)
        if (index <= before) return
        mustBeConnected()
        horizons.set(sid, index)
        await dialect.advanceHorizon(channel, index).catch((error: unknown) => {
          if (horizons.get(sid) === index) horizons.delete(sid)
          throw error
        })
      }),
    mediaUrl: (sid, messageSid, mediaSid) =>
      ask('load-failed', async () => {
        const message = channels.message(sid, messageSid)
        if (!message || !dialect.mediaOf(message).some((file) => file.sid === mediaSid)) {
          throw new ChatError('load-failed', 'There is no such file')
        }
        return (await mediaService()).address(mediaSid)
      }),
    async shutdown() {
      if (life.signal.aborted) return
      life.end()
      const closing = socket.close()
      emitter.clear()
      dialect.stop()
      await closing
      onClose()
    },
  }
}
