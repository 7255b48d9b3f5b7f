/**
 * `npm run renewals`: for real, in Chromium, without a fake clock: tokens that live 60 seconds, a conversation of four
 * minutes. Prints the renewals; exits 1 below three of them, or when a Message was lost, doubled or failed.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { openDemo } from '../browser/demo/support.ts'

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '240' } } })
const seconds = Number(values.seconds)

const stage = await openDemo({ tokenTtlS: 60 })
const visitor = await stage.newVisitor()
const agent = await stage.newAgent()
const reasons: string[] = []
const statuses = new Set<number>()
visitor.page.on('response', (response) => {
  if (new URL(response.url()).pathname !== '/token') return
  statuses.add(response.status())
  reasons.push((response.request().postDataJSON() as { reason: string }).reason)
})
let sockets = 0
visitor.page.on('websocket', () => sockets++)

await visitor.open()
await visitor.start()
const sent: string[] = []
const begin = performance.now()
while (performance.now() - begin < seconds * 1000) {
  const text = `after ${Math.round((performance.now() - begin) / 1000)} s`
  await visitor.write(text)
  sent.push(text)
  if (sent.length === 1) await agent.open()
  await agent.message(text).waitFor({ timeout: 10_000 })
  await agent.write(`seen ${text}`)
  await visitor.message(`seen ${text}`).waitFor({ timeout: 10_000 })
  await sleep(10_000)
}

const { domain, credentials } = stage.demo.service
const instance = domain.instance(credentials.serviceSid)
const [channel] = instance.channels.list({ limit: 1, order: 'desc' }).items
const stored = instance.messages.list({ kind: 'system' }, channel?.sid ?? '', { limit: 1000 }).items.map(({ body }) => body)
const expected = sent.flatMap((text) => [text, `seen ${text}`])
const renewals = reasons.filter((reason) => reason === 'renew').length
const whole = JSON.stringify(stored) === JSON.stringify(expected)
console.log(
  `${seconds} s with tokens of 60 s: ${renewals} renewals (requests: ${reasons.join(', ')}; answers ${[...statuses].join(', ')}), ${sockets} socket(s), ` +
    `${expected.length} Messages sent both ways, ${stored.length} stored, ${whole ? 'each once and in order' : 'NOT as they were sent'}; ` +
    `${visitor.problems.length} complaints of the page`,
)
await stage.close()
process.exitCode = renewals >= 3 && whole && visitor.problems.length === 0 ? 0 : 1
