import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectRaw } from '../support/raw-client.ts'
import { seeded } from '../support/random.ts'
import { restClient, startServiceProcess, type ServiceProcess } from '../support/service-process.ts'
import { mintToken } from '../support/tokens.ts'

export interface CrashReport {
  readonly kills: number
  readonly acknowledged: number
  /** sent, and killed before an answer came: may or may not be there, but never twice */
  readonly unanswered: number
  readonly missing: number
  readonly doubled: number
  /** unanswered ones that were sent again with the same mutation id after the restart */
  readonly repeated: number
}

interface Writer {
  readonly channelSid: string
  readonly identity: string
  readonly acknowledged: Set<string>
  readonly unanswered: Set<string>
}

const WRITERS = 4

/**
 * Kill the service at random moments while `WRITERS` clients write as fast as they can, start it again on the same
 * folder, and read everything back over REST: each acknowledged Message is there, none is there twice, also after
 * every unanswered one was sent again with the same `X-Twilio-Mutation-Id`.
 */
export async function runCrashes(options: {
  kills: number
  seed: number
  dataDir: string
  onKill?: (kill: number) => void
}): Promise<CrashReport> {
  const random = seeded(options.seed)
  const all: Writer[] = []
  let service = await startServiceProcess(options.dataDir)
  let repeated = 0
  for (let kill = 1; kill <= options.kills; kill++) {
    const writers = await openWriters(service, kill)
    const writing = writers.map((writer) => write(service, writer))
    await sleep(5 + random() * 250)
    await service.kill()
    await Promise.all(writing)
    service = await startServiceProcess(options.dataDir)
    for (const writer of writers) repeated += await sendAgain(service, writer)
    all.push(...writers)
    options.onKill?.(kill)
  }
  const report = await readBack(service, all)
  await service.stop()
  return { kills: options.kills, repeated, ...report }
}

/** Users of their own for each kill: one User may be in 250 Channels at most. */
async function openWriters(service: ServiceProcess, kill: number): Promise<Writer[]> {
  const chat = restClient(service.credentials).chat.v2.services(service.credentials.serviceSid)
  return Promise.all(
    Array.from({ length: WRITERS }, async (_, number) => {
      const identity = `writer-${kill}-${number}`
      const channel = await chat.channels.create({ type: 'private' })
      await chat.channels(channel.sid).members.create({ identity })
      return { channelSid: channel.sid, identity, acknowledged: new Set<string>(), unanswered: new Set<string>() }
    }),
  )
}

/** Four Messages at a time, until the socket dies. The body is the Message's own id. */
async function write(service: ServiceProcess, writer: Writer): Promise<void> {
  try {
    const client = await connectRaw(service.credentials.twilsockUrl, mintToken(service.credentials, writer.identity))
    const lane = async (): Promise<void> => {
      for (;;) {
        const id = randomUUID()
        writer.unanswered.add(id)
        const answer = await client.request('POST', `/chat/Conversations/${writer.channelSid}/Messages`, sending(id))
        if (answer.status !== 201) throw new Error(`The service answered ${answer.status}`)
        writer.unanswered.delete(id)
        writer.acknowledged.add(id)
      }
    }
    await Promise.allSettled([lane(), lane(), lane(), lane()])
  } catch {
    // Killed while connecting: nothing was written.
  }
}

async function sendAgain(service: ServiceProcess, writer: Writer): Promise<number> {
  if (writer.unanswered.size === 0) return 0
  const client = await connectRaw(service.credentials.twilsockUrl, mintToken(service.credentials, writer.identity))
  for (const id of writer.unanswered) {
    const { status } = await client.request('POST', `/chat/Conversations/${writer.channelSid}/Messages`, sending(id))
    // 202: it was stored before the kill, and is not stored again.
    if (status === 201 || status === 202) writer.acknowledged.add(id)
  }
  client.close()
  return writer.unanswered.size
}

const sending = (id: string): { body: unknown; headers: Record<string, string> } => ({
  body: { body: id, attributes: JSON.stringify({ parlourId: id }) },
  headers: { 'X-Twilio-Mutation-Id': id },
})

async function readBack(
  service: ServiceProcess,
  writers: readonly Writer[],
): Promise<Pick<CrashReport, 'acknowledged' | 'unanswered' | 'missing' | 'doubled'>> {
  const chat = restClient(service.credentials).chat.v2.services(service.credentials.serviceSid)
  const report = { acknowledged: 0, unanswered: 0, missing: 0, doubled: 0 }
  for (const writer of writers) {
    const messages = await chat.channels(writer.channelSid).messages.list({ pageSize: 1000 })
    const stored = new Map<string, number>()
    for (const { body } of messages) stored.set(body, (stored.get(body) ?? 0) + 1)
    report.acknowledged += writer.acknowledged.size
    report.unanswered += writer.unanswered.size
    for (const id of writer.acknowledged) if (!stored.has(id)) report.missing++
    for (const count of stored.values()) if (count > 1) report.doubled++
  }
  return report
}
