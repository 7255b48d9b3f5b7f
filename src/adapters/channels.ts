import type { Channel as VendorChannel, Client, Message as VendorMessage } from 'twilio-chat'
import { ChatError } from '../chat/errors.ts'
import { toChatError } from './to-chat-error.ts'

/** The SDK's own objects, by sid. They stay in here. */
export interface Channels {
  /** Those that we are in or invited to. */
  all(): Promise<readonly VendorChannel[]>
  /** @throws ChatError `channel-not-found` */
  get(sid: string): Promise<VendorChannel>
  /** We are in, or invited. */
  entered(channel: VendorChannel): void
  /** True the first time: a removal is told up to three times. */
  left(sid: string): boolean
  ours(): Iterable<VendorChannel>
  /** Keep a Message, so that it can be edited, removed or opened later. */
  remember(channelSid: string, messages: readonly VendorMessage[]): void
  forget(message: VendorMessage): void
  /** @throws ChatError `message-rejected` */
  message(channelSid: string, sid: string): VendorMessage
}

const isOurs = ({ status }: VendorChannel): boolean => status === 'joined' || status === 'invited'

export function createChannels(sdk: Client): Channels {
  const ours = new Map<string, VendorChannel>()
  const messages = new Map<string, Map<string, VendorMessage>>()

  const entered = (channel: VendorChannel): void => void ours.set(channel.sid, channel)

  async function subscribed(): Promise<readonly VendorChannel[]> {
    const found: VendorChannel[] = []
    let page = await sdk.getSubscribedChannels()
    for (;;) {
      found.push(...page.items)
      if (!page.hasNextPage) return found
      page = await page.nextPage()
    }
  }

  /** One Channel that cannot be read makes the SDK refuse the whole list; then we take them one by one. */
  async function oneByOne(): Promise<readonly VendorChannel[]> {
    const sids: string[] = []
    let page = await sdk.getUserChannelDescriptors()
    for (;;) {
      sids.push(...page.items.map(({ sid }) => sid))
      if (!page.hasNextPage) break
      page = await page.nextPage()
    }
    const results = await Promise.allSettled(sids.map((sid) => sdk.getChannelBySid(sid)))
    return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  }

  return {
    async all() {
      const found = (await subscribed().catch(oneByOne)).filter(isOurs)
      for (const channel of found) entered(channel)
      return found
    },
    async get(sid) {
      const known = ours.get(sid)
      if (known) return known
      let channel: VendorChannel | null
      try {
        channel = await sdk.getChannelBySid(sid)
      } catch (error) {
        const failure = toChatError(error, 'channel-not-found')
        throw failure.code === 'channel-not-found' ? notFound(failure) : failure
      }
      if (!channel) throw notFound()
      if (isOurs(channel)) entered(channel)
      return channel
    },
    entered,
    left(sid) {
      messages.delete(sid)
      return ours.delete(sid)
    },
    ours: () => ours.values(),
    remember(channelSid, list) {
      const known = messages.get(channelSid) ?? new Map<string, VendorMessage>()
      for (const message of list) known.set(message.sid, message)
      messages.set(channelSid, known)
    },
    forget: (message) => void messages.get(message.channel.sid)?.delete(message.sid),
    message(channelSid, sid) {
      const message = messages.get(channelSid)?.get(sid)
      if (!message) throw new ChatError('message-rejected', 'There is no such Message')
      return message
    },
  }
}

const notFound = (cause?: ChatError): ChatError =>
  new ChatError('channel-not-found', 'There is no such Channel for this visitor', { hint: cause?.hint ?? 'Was it deleted?' })
