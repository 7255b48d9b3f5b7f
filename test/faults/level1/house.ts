import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Credentials } from '../../../demo/chat-service/credentials.ts'
import type { Actor } from '../../../demo/chat-service/domain/types.ts'
import { startChatService } from '../../support/chat-service.ts'
import { startServiceProcess } from '../../support/service-process.ts'
import { outside } from './globals.ts'

/** A Message as the service has it. */
export interface Stored {
  readonly sid: string
  readonly index: number
  readonly author: string
  readonly body: string
  readonly edited: boolean
  readonly media: boolean
}

/** The service, and those on its other side. */
export interface House {
  readonly credentials: Credentials
  readonly port: number
  /** A private Channel of this Identity and the agent, with these Messages of the agent, all of them read. Answers with its sid. */
  open(identity: string, bodies: readonly string[]): Promise<string>
  /** Answers with the sid. */
  say(channelSid: string, body: string): Promise<string>
  edit(channelSid: string, sid: string, body: string): Promise<void>
  remove(channelSid: string, sid: string): Promise<void>
  /** Ascending; without what was deleted. */
  history(channelSid: string): Promise<readonly Stored[]>
  /** The tokens in force are worth nothing from now on, and its sockets go. */
  expireToken(identity: string): void
  /** Signal 9; resolves when it listens again. */
  kill(): Promise<void>
  stop(): Promise<void>
}

const system: Actor = { kind: 'system' }
/** Each visitor has one: a User can be in 250 Channels. */
const AGENT = 'agent'

/** In this process, for all runs but those that kill it. */
export async function openHouse(): Promise<House> {
  const now = Date.now
  const service = await outside(() => startChatService({ presenceGraceMs: 200, clock: { now: () => outside(now) } }))
  const { credentials, instance, domain, faults } = service
  domain.services.update(credentials.serviceSid, { consumptionReportInterval: 1 })
  const { messages, channels, members } = instance
  return {
    credentials,
    port: Number(new URL(service.url).port),
    open: async (identity, bodies) =>
      outside(() => {
        const { sid } = channels.create(system, { friendlyName: 'Help', type: 'private' })
        members.create(system, sid, { identity: `${AGENT} of ${identity}` })
        for (const body of bodies) messages.create(system, sid, { body, from: AGENT })
        members.create(system, sid, { identity, lastConsumedMessageIndex: bodies.length - 1 })
        return sid
      }),
    say: async (channelSid, body) => outside(() => messages.create(system, channelSid, { body, from: AGENT }).sid),
    edit: async (channelSid, sid, body) => outside(() => void messages.update(system, channelSid, sid, { body, lastUpdatedBy: AGENT })),
    remove: async (channelSid, sid) => outside(() => messages.remove(system, channelSid, sid)),
    history: async (channelSid) =>
      outside(() =>
        messages.list(system, channelSid, { limit: 1_000 }).items.map(({ sid, index, author, body, lastUpdatedBy, media }) => ({
          sid,
          index,
          author,
          body,
          edited: lastUpdatedBy !== null,
          media: media.length > 0,
        })),
      ),
    expireToken: (identity) => outside(() => faults.expireToken(identity)),
    kill: () => Promise.reject(new Error('A house in this process is not killed')),
    stop: () => service.stop(),
  }
}

interface RestMessage {
  readonly sid: string
  readonly index: number
  readonly from: string
  readonly body: string | null
  readonly last_updated_by: string | null
  readonly was_edited: boolean
  readonly media: unknown
}

/** In a process of its own. */
export async function openProcessHouse(): Promise<House> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parlour-killed-'))
  let service = await startServiceProcess(dataDir)
  const { credentials } = service
  const authorization = `Basic ${Buffer.from(`${credentials.apiKeySid}:${credentials.apiKeySecret}`).toString('base64')}`
  const portOf = (): number => Number(new URL(service.credentials.restUrl).port)

  /** The other side waits for the service to be back, as its users would. */
  async function ask<Answer>(
    method: string,
    path: string,
    form: Record<string, string> = {},
    isDone: () => Promise<Answer | undefined> = async () => undefined,
  ): Promise<Answer> {
    for (let tries = 0; ; tries += 1) {
      try {
        const done = tries > 0 ? await isDone() : undefined
        if (done !== undefined) return done
        const response = await outside(() =>
          fetch(`http://127.0.0.1:${portOf()}/v2/Services/${credentials.serviceSid}/Channels${path}`, {
            method,
            headers: { authorization, ...(method === 'POST' && { 'Content-Type': 'application/x-www-form-urlencoded' }) },
            ...(method === 'POST' && { body: new URLSearchParams(form).toString() }),
          }),
        )
        // Gone already by an attempt that was not answered.
        const isGone = method === 'DELETE' && tries > 0 && response.status === 404
        if (response.status === 204 || isGone) return undefined as Answer
        if (response.ok) return (await response.json()) as Answer
        if (response.status < 500) throw new Refused(`${method} ${path}: ${response.status}`)
      } catch (error) {
        if (error instanceof Refused || tries > 100) throw error
      }
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  const read = async (channelSid: string): Promise<readonly RestMessage[]> =>
    (await ask<{ messages: readonly RestMessage[] }>('GET', `/${channelSid}/Messages?PageSize=100&Order=asc`)).messages
  /** Killed before it answered, the service may have it all the same. */
  const say = async (channelSid: string, body: string): Promise<string> =>
    (
      await ask<RestMessage>('POST', `/${channelSid}/Messages`, { Body: body, From: AGENT }, async () =>
        (await read(channelSid)).find((message) => message.body === body),
      )
    ).sid

  return {
    credentials,
    get port() {
      return portOf()
    },
    async open(identity, bodies) {
      const { sid } = await ask<{ sid: string }>('POST', '', { Type: 'private', FriendlyName: 'Help' })
      await ask('POST', `/${sid}/Members`, { Identity: `${AGENT} of ${identity}` })
      for (const body of bodies) await say(sid, body)
      await ask('POST', `/${sid}/Members`, { Identity: identity, LastConsumedMessageIndex: String(bodies.length - 1) })
      return sid
    },
    say,
    edit: (channelSid, sid, Body) => ask('POST', `/${channelSid}/Messages/${sid}`, { Body, LastUpdatedBy: AGENT }),
    remove: (channelSid, sid) => ask('DELETE', `/${channelSid}/Messages/${sid}`),
    async history(channelSid) {
      return (await read(channelSid)).map(({ sid, index, from, body, was_edited, last_updated_by, media }) => ({
        sid,
        index,
        author: from,
        body: body ?? '',
        edited: was_edited || last_updated_by !== null,
        media: media !== null,
      }))
    },
    expireToken: () => {},
    async kill() {
      await service.kill()
      service = await startServiceProcess(dataDir)
    },
    async stop() {
      await service.kill()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

class Refused extends Error {}
