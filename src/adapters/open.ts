import { SyncClient } from 'twilio-sync'
import { InitRegistration } from 'twilsock'
import type { ChatService, ConnectOptions } from '../chat/service.ts'
import { systemClock } from '../lib/clock.ts'
import type { Clock } from '../lib/clock.ts'
import type { Dialect, Vendor } from './dialect.ts'
import { initialised } from './initialised.ts'
import { quiet } from './quiet.ts'
import { guardRejections } from './rejection-guard.ts'
import { createService } from './service.ts'
import { createSocket } from './twilsock.ts'
import type { Socket, SocketOptions } from './twilsock.ts'

export interface Sdk<V extends Vendor> {
  readonly type: SocketOptions['type']
  /** Names what the SDK wants to be told over the socket. */
  register(registration: InitRegistration): void
  /** The SDK on this socket, which it does not dial itself. */
  speak(token: string, socket: Socket, clock: Clock): Dialect<V>
}

/** Connects one of the SDKs. @throws as `Connect` */
export async function open<V extends Vendor>(
  token: string,
  { url, signal }: ConnectOptions,
  { type, register, speak }: Sdk<V>,
): Promise<ChatService> {
  signal.throwIfAborted()
  const registration = new InitRegistration(quiet.productId)
  register(registration)
  SyncClient.populateInitRegistrations(registration)
  const socket = createSocket(token, { url, type, registrations: [registration], clock: systemClock, random: Math.random })
  const unguard = await guardRejections()
  const dialect = speak(token, socket, systemClock)
  const service = createService(dialect, socket, { clock: systemClock, onClose: unguard })
  try {
    await initialised(dialect, socket, { clock: systemClock, signal })
  } catch (error) {
    void service.shutdown()
    throw error
  }
  socket.guard()
  return service
}
