import type { ChatService } from '../chat/service.ts'
import type { Clock } from '../lib/clock.ts'
import { onEnd } from '../lib/lifetime.ts'

export interface ScriptedAgentOptions {
  /** The agent's own connection. */
  readonly service: ChatService
  readonly clock: Clock
  /** A new UUID. */
  readonly uuid: () => string
  /** What to answer; null = nothing. */
  readonly answer: (body: string) => string | null
  /** How long an answer takes to type, ms. Default 1,500. */
  readonly typingMs?: number
  readonly signal: AbortSignal
}

/** An agent who answers every Message of somebody else in its Channels, one after the other: reads, types for a while, sends. */
export function runScriptedAgent({ service, clock, uuid, answer, typingMs = 1_500, signal }: ScriptedAgentOptions): void {
  let last: Promise<void> = Promise.resolve()

  async function reply(channelSid: string, index: number, body: string): Promise<void> {
    await service.advanceHorizon(channelSid, index)
    await service.typing(channelSid)
    await clock.sleep(typingMs, signal)
    await service.sendMessage(channelSid, body, { id: uuid() })
  }

  const off = service.on('messageAdded', ({ channelSid, message }) => {
    const body = message.author === service.identity ? null : answer(message.body)
    // An agent whose connection fails says nothing; the conversation goes on.
    if (body !== null) last = last.then(() => reply(channelSid, message.index, body)).catch(() => {})
  })
  onEnd(signal, off)
}
