import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Instance } from '../../../demo/chat-service/domain/domain.ts'
import type { Faults } from '../../../demo/chat-service/faults.ts'
import type { TwilioService } from '../../../demo/host-backend/rooms.ts'
import { startDemo, type Demo } from '../../../demo/start.ts'
import { mintToken, type TokenOptions } from '../../support/tokens.ts'
import { restClient } from '../../support/service-process.ts'

/** A Message as REST tells of it. */
export interface Stored {
  readonly sid: string
  readonly index: number
  readonly author: string
  readonly body: string
}

/** Pages, back end and chat service on one port, which can go away and come back. */
export interface House {
  readonly url: string
  readonly sdk: TwilioService
  readonly faults: Faults
  /** The agent says something; answers with its sid. */
  say(channelSid: string, body: string): string
  edit(channelSid: string, sid: string, body: string): void
  remove(channelSid: string, sid: string): void
  /** All Messages of a Channel, in order, read over HTTP. */
  history(channelSid: string): Promise<readonly Stored[]>
  /** Sockets that the service counts for this Identity. */
  sockets(identity: string): number
  /** An Access Token from the house's own key. */
  token(identity: string, options?: TokenOptions): string
  /** Everything goes, sockets first; the same port and data again after `downMs`. */
  restart(downMs: number): Promise<void>
  close(): Promise<void>
}

const system = { kind: 'system' } as const

export async function openHouse(sdk: TwilioService): Promise<House> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parlour-house-'))
  const start = (port: number, build: boolean): Promise<Demo> => startDemo({ port, dataDir, build, service: sdk, log: () => undefined })
  let demo = await start(0, true)
  const { url } = demo
  const instance = (): Instance => demo.service.domain.instance(demo.service.credentials.serviceSid)

  return {
    url,
    sdk,
    get faults() {
      return demo.service.faults
    },
    say: (channelSid, body) => instance().messages.create(system, channelSid, { body, from: 'agent' }).sid,
    edit: (channelSid, sid, body) => void instance().messages.update(system, channelSid, sid, { body }),
    remove: (channelSid, sid) => instance().messages.remove(system, channelSid, sid),
    async history(channelSid) {
      const { credentials } = demo.service
      const service = restClient(credentials).chat.v2.services(credentials.serviceSid)
      const messages = await service.channels(channelSid).messages.list({ pageSize: 100 })
      return messages.map(({ sid, index, from, body }) => ({ sid, index, author: from, body }))
    },
    sockets: (identity) => demo.service.faults.sockets().filter((socket) => socket.identity === identity).length,
    token: (identity, options) => mintToken(demo.service.credentials, identity, options),
    async restart(downMs) {
      await demo.close()
      await sleep(downMs)
      demo = await start(Number(new URL(url).port), false)
    },
    async close() {
      await demo.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
