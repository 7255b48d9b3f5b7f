import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Agent } from './demo/agent.ts'
import { openDemo, type Stage } from './demo/support.ts'
import type { Visitor } from './demo/visitor.ts'

const services = ['chat', 'conversations'] as const
/** What the visitor's page showed, step by step: roles, names and texts, by service and host page. */
const shown: Record<(typeof services)[number], Record<string, readonly string[]>> = { chat: {}, conversations: {} }
/** What only the newer service can say, and the widget then shows. Nothing, so far. */
const ofCapabilities: readonly RegExp[] = []

/** The whole main job, with a visitor at `path` and an agent in a browser of its own. */
async function playWholeJourney(stage: Stage, path: string): Promise<readonly string[]> {
  const steps: string[] = []
  const visitor: Visitor = await stage.newVisitor(path)
  const agent: Agent = await stage.newAgent()
  const look = async (): Promise<unknown> => steps.push(withoutChance(await visitor.panel.ariaSnapshot()))
  try {
    await visitor.open()
    await visitor.panel.getByRole('button', { name: 'Start conversation' }).waitFor()
    await look()
    await visitor.start()
    await visitor.write('Is the blue bowl still there?')
    await visitor.message('Is the blue bowl still there?').waitFor()

    await agent.open()
    await agent.message('Is the blue bowl still there?').waitFor()
    await agent.type('Yes')
    await visitor.panel.getByText(/typing/).waitFor()
    await expect.poll(() => visitor.log.getByText(/Waiting|Sending|Checking/).count()).toBe(0)
    await look()
    await agent.write('Yes, two of them.')
    await visitor.message('Yes, two of them.').waitFor()

    await visitor.hide()
    await agent.write('Shall I keep one?')
    await expect.poll(() => visitor.unread(), { timeout: 10_000 }).toMatch(/\b1\b/)
    await agent.write('Until tonight?')
    await expect.poll(() => visitor.unread(), { timeout: 10_000 }).toMatch(/\b2\b/)

    await visitor.page.reload()
    await expect.poll(() => visitor.unread(), { timeout: 15_000 }).toMatch(/\b2\b/)
    await visitor.open()
    await visitor.message('Until tonight?').waitFor()
    expect(await visitor.message('Is the blue bowl still there?').count()).toBe(1)
    await visitor.write('Yes please.')
    await agent.message('Yes please.').waitFor()
    await expect.poll(() => visitor.unread()).toBe('')
    await expect.poll(() => visitor.log.getByText(/Waiting|Sending|Checking/).count()).toBe(0)
    await look()

    const [channel] = await openChannels(stage)
    await agent.end()
    await visitor.panel.getByText(/ended/i).first().waitFor({ timeout: 15_000 })
    expect(await visitor.message('Yes please.').isVisible()).toBe(true)
    await visitor.panel.getByRole('button', { name: 'Start conversation' }).waitFor()
    await look()

    await expect.poll(() => openChannels(stage), { timeout: 15_000 }).toEqual([])
    const archive = await readArchive(stage, channel as string)
    expect(archive.messages.map(({ body }) => body)).toEqual([
      'Is the blue bowl still there?',
      'Yes, two of them.',
      'Shall I keep one?',
      'Until tonight?',
      'Yes please.',
    ])
    expect(visitor.problems).toEqual([])
    expect(agent.problems).toEqual([])
    return steps
  } finally {
    await visitor.close()
    await agent.close()
  }
}

/** The archive of a Channel, after its hash was checked. */
async function readArchive(stage: Stage, channelSid: string): Promise<{ messages: { body: string }[] }> {
  const file = join(stage.dataDir, 'archive', `${channelSid}.json`)
  const text = await readFile(file, 'utf8')
  const [hash] = (await readFile(`${file}.sha256`, 'utf8')).split(' ')
  expect(hash).toBe(createHash('sha256').update(text).digest('hex'))
  return JSON.parse(text) as { messages: { body: string }[] }
}

/** Sids of the Channels that the service holds. */
async function openChannels(stage: Stage): Promise<string[]> {
  const { domain, credentials } = stage.demo.service
  return domain
    .instance(credentials.serviceSid)
    .channels.list({ limit: 50 })
    .items.map(({ sid }) => sid)
}

/** Without what differs from run to run: sids, the clock, what the visitor is called. */
function withoutChance(snapshot: string): string {
  const told = snapshot.split('\n').filter((line) => !ofCapabilities.some((capability) => capability.test(line)))
  return told
    .join('\n')
    .replaceAll(/\b[A-Z]{2}[0-9a-f]{32}\b/g, '(sid)')
    .replaceAll(/\b\d{1,2}:\d{2}\b/g, '(time)')
}

const pages = [
  ['the script tag', '/'],
  ['a single-page app with the npm package', '/spa/'],
  ['the custom element', '/element'],
  ['a strict CSP with Trusted Types', '/csp'],
  ['the bundle from another origin', '/cross-origin'],
  ['hostile host CSS', '/hostile'],
] as const

describe.each(services)('on %s', (service) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openDemo({ service })
  })
  afterAll(() => stage.close())

  describe.each(pages)('with %s', (_, path) => {
    test('visitor and agent talk, the conversation survives a reload, ends, is archived and deleted', async () => {
      const before = await stage.cspReports()
      shown[service][path] = await playWholeJourney(stage, path)
      expect(await stage.cspReports()).toEqual(before)
    })
  })

  test.each(['/', '/spa/'])('only the SDK of this service is asked for at %s, and what both share', async (path) => {
    const visitor = await stage.newVisitor(path)
    const files: string[] = []
    visitor.page.on('request', (request) =>
      files.push(...(/(twilio-chat|conversations|twilsock)-[\w-]+\.js$/.exec(request.url())?.slice(1) ?? [])),
    )
    await visitor.open()
    await visitor.start()
    await visitor.close()
    expect(files.toSorted()).toEqual([service === 'chat' ? 'twilio-chat' : 'conversations', 'twilsock'].toSorted())
  })
})

test('the visitor sees and hears the same on both services', () => {
  expect(Object.keys(shown.chat)).toHaveLength(pages.length)
  for (const steps of Object.values(shown.chat)) expect(steps.join('\n')).toContain('Yes, two of them.')
  expect(shown.conversations).toEqual(shown.chat)
})
