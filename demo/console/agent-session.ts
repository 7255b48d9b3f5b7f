import type { ChatService, Connect } from '../../src/chat/service.ts'
import { backoffMs } from '../../src/lib/backoff.ts'
import { systemClock as clock } from '../../src/lib/clock.ts'
import { fetchAgentToken, type AgentToken } from './agent-token.ts'

/** Twilio's SDKs: only the one that is used is loaded. */
const adapters = {
  chat: (): Promise<{ connect: Connect }> => import('../../src/adapters/twilio-chat.ts'),
  conversations: (): Promise<{ connect: Connect }> => import('../../src/adapters/conversations.ts'),
}

interface AgentSession {
  readonly service: keyof typeof adapters
  readonly url: string
  readonly signal: AbortSignal
  /** A connected service; resolves when its first data is in. */
  onService(service: ChatService): Promise<void>
  onFailed(sentence: string): void
}

/** Keep the agent connected until `signal` aborts: a token, a socket, renewals, and all anew when the service refuses us. */
export async function runAgentSession({ service: sdk, url, signal, onService, onFailed }: AgentSession): Promise<void> {
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      const token = await fetchAgentToken(signal)
      const { connect } = await adapters[sdk]()
      const service = await connect(token.jwt, { url, signal })
      try {
        await onService(service)
        attempt = 0
        await keepTokenFresh(service, token, signal)
      } finally {
        await service.shutdown()
      }
    } catch (error) {
      if (signal.aborted) return
      onFailed(error instanceof Error ? error.message : 'Something unexpected happened')
    }
    await clock.sleep(backoffMs(Math.max(attempt, 1), Math.random, { maxMs: 10_000 }), signal).catch(() => undefined)
  }
}

/** Renew a minute before the end (or halfway through a short life), until the service refuses us for good. */
async function keepTokenFresh(service: ChatService, token: AgentToken, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && service.connection !== 'denied') {
    const reason = await renewalOrRefusal(service, Math.max(token.lifeMs - 60_000, token.lifeMs / 2), signal)
    if (reason === 'denied') return
    token = await renewed(service, signal)
  }
}

/** A failed renewal is tried again until the socket is refused; the token in use still has time. */
async function renewed(service: ChatService, signal: AbortSignal): Promise<AgentToken> {
  for (let attempt = 1; ; attempt++) {
    try {
      const token = await fetchAgentToken(signal)
      await service.updateToken(token.jwt)
      return token
    } catch (error) {
      if (signal.aborted || service.connection === 'denied' || attempt === 6) throw error
      await clock.sleep(backoffMs(attempt, Math.random, { maxMs: 5_000 }), signal)
    }
  }
}

/** Waits for the time to renew; the service may hurry it, or refuse us. */
async function renewalOrRefusal(service: ChatService, ms: number, signal: AbortSignal): Promise<'renew' | 'denied'> {
  const done = new AbortController()
  const unsubscribe: (() => void)[] = []
  try {
    return await Promise.race([
      clock.sleep(ms, AbortSignal.any([signal, done.signal])).then(() => 'renew' as const),
      new Promise<'renew' | 'denied'>((resolve) => {
        unsubscribe.push(
          service.on('tokenExpiring', () => resolve('renew')),
          service.on('tokenExpired', () => resolve('renew')),
          service.on('connection', (state) => state === 'denied' && resolve('denied')),
        )
      }),
    ])
  } finally {
    for (const stop of unsubscribe) stop()
    done.abort()
  }
}
