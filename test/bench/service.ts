/**
 * `npm run bench:service`: the chat service in a process of its own; 200 sockets of a raw client here, 100 Channels of
 * two, 500 Messages a second in all for 30 s. Lost or doubled Messages, and a p95 over 50 ms, exit 1.
 * Latency = from the sender's call to the other Member's socket.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { quantile } from '../support/quantile.ts'
import { connectRaw, type RawClient, type RawPayload } from '../support/raw-client.ts'
import { restClient, startServiceProcess } from '../support/service-process.ts'
import { mintToken } from '../support/tokens.ts'

const { values } = parseArgs({
  options: {
    channels: { type: 'string', default: '100' },
    rate: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '30' },
  },
})
const CHANNELS = Number(values.channels)
const RATE = Number(values.rate)
const SECONDS = Number(values.seconds)
const P95_MS = 50

const dataDir = mkdtempSync(join(tmpdir(), 'parlour-bench-'))
const service = await startServiceProcess(dataDir)
const { credentials } = service
const residentMb = (): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${service.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

interface Seat {
  readonly client: RawClient
  readonly channelSid: string
  /** How often each body came over this socket. */
  readonly received: Map<string, number>
}
const sentAt = new Map<string, number>()
const latencies: number[] = []
const acknowledgements: number[] = []
let refused = 0

async function takeSeat(channelSid: string, identity: string): Promise<Seat> {
  const client = await connectRaw(credentials.twilsockUrl, mintToken(credentials, identity))
  const seat: Seat = { client, channelSid, received: new Map() }
  client.onNotification((type, payload) => {
    if (type !== 'com.twilio.rtd.cds.list' || payload['event_type'] !== 'list_item_added') return
    const { text, author } = (payload['event'] as RawPayload)['item_data'] as { text: string; author: string }
    seat.received.set(text, (seat.received.get(text) ?? 0) + 1)
    if (author !== identity) latencies.push(performance.now() - (sentAt.get(text) ?? Number.NaN))
  })
  const list = await client.request('GET', `/v3/Lists/${channelSid}.messages`)
  if (list.status !== 200) throw new Error(`The Messages list answered ${list.status}`)
  await client.subscribe([{ sid: list.body['sid'] as string, type: 'list', lastEventId: list.body['last_event_id'] as number }])
  return seat
}

const chat = restClient(credentials).chat.v2.services(credentials.serviceSid)
const seats: Seat[] = []
for (let number = 0; number < CHANNELS; number++) {
  const channel = await chat.channels.create({ type: 'private' })
  const identities = [`left-${number}`, `right-${number}`]
  for (const identity of identities) await chat.channels(channel.sid).members.create({ identity })
  seats.push(...(await Promise.all(identities.map((identity) => takeSeat(channel.sid, identity)))))
}
console.log(`${seats.length} sockets, ${CHANNELS} Channels, ${RATE} Messages/s for ${SECONDS} s; service ${residentMb().toFixed(0)} MB`)

let number = 0
async function send(seat: Seat): Promise<void> {
  const text = `m${number++}`
  const start = performance.now()
  sentAt.set(text, start)
  const { status } = await seat.client.request('POST', `/chat/Conversations/${seat.channelSid}/Messages`, {
    body: { body: text, attributes: '{}' },
    headers: { 'X-Twilio-Mutation-Id': randomUUID() },
  })
  acknowledgements.push(performance.now() - start)
  if (status !== 201) refused++
}

const begin = performance.now()
const sends: Promise<void>[] = []
for (;;) {
  const elapsed = performance.now() - begin
  if (elapsed >= SECONDS * 1000) break
  while (sends.length < (elapsed / 1000) * RATE) sends.push(send(seats[sends.length % seats.length] as Seat))
  await sleep(2)
}
await Promise.all(sends)
await sleep(1_000)

let lost = 0
let doubled = 0
const expected = new Map<string, Set<string>>()
let index = 0
for (const text of sentAt.keys()) {
  const { channelSid } = seats[index++ % seats.length] as Seat
  expected.set(channelSid, (expected.get(channelSid) ?? new Set()).add(text))
}
for (const seat of seats) {
  for (const text of expected.get(seat.channelSid) ?? []) if (!seat.received.has(text)) lost++
  for (const count of seat.received.values()) if (count > 1) doubled++
}

const percentile = (sorted: readonly number[], share: number): string => quantile(sorted, share).toFixed(1)
function line(name: string, values: number[]): void {
  const sorted = values.toSorted((a, b) => a - b)
  console.log(
    `${name}: p50 ${percentile(sorted, 0.5)} ms, p95 ${percentile(sorted, 0.95)} ms, p99 ${percentile(sorted, 0.99)} ms, max ${percentile(sorted, 1)} ms`,
  )
}
console.log(
  `sent ${sentAt.size} (${(sentAt.size / SECONDS).toFixed(0)}/s), refused ${refused}, lost ${lost}, doubled ${doubled}; service ${residentMb().toFixed(0)} MB`,
)
line('send to the other socket', latencies)
line('send to acknowledgement ', acknowledgements)
const p95 = Number(
  percentile(
    latencies.toSorted((a, b) => a - b),
    0.95,
  ),
)
for (const seat of seats) seat.client.close()
await service.stop()
rmSync(dataDir, { recursive: true })
process.exitCode = refused > 0 || lost > 0 || doubled > 0 || !(p95 <= P95_MS) ? 1 : 0
