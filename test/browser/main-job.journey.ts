import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Agent } from './demo/agent.ts'
import { openDemo, type Stage } from './demo/support.ts'
import type { Visitor } from './demo/visitor.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openDemo()
})
afterAll(() => stage.close())

/** The whole main job, with a visitor at `path` and an agent in a browser of its own. */
async function playWholeJourney(path: string): Promise<void> {
  const visitor: Visitor = await stage.newVisitor(path)
  const agent: Agent = await stage.newAgent()
  try {
    await visitor.open()
    await visitor.start()
    await visitor.write('Is the blue bowl still there?')
    await visitor.message('Is the blue bowl still there?').waitFor()

    await agent.open()
    await agent.message('Is the blue bowl still there?').waitFor()
    await agent.type('Yes')
    await visitor.panel.getByText(/typing/).waitFor()
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

    const [channel] = await openChannels()
    await agent.end()
    await visitor.panel.getByText(/ended/i).first().waitFor({ timeout: 15_000 })
    expect(await visitor.message('Yes please.').isVisible()).toBe(true)
    await visitor.panel.getByRole('button', { name: 'Start conversation' }).waitFor()

    await expect.poll(() => openChannels(), { timeout: 15_000 }).toEqual([])
    const archive = await readArchive(channel as string)
    expect(archive.messages.map(({ body }) => body)).toEqual([
      'Is the blue bowl still there?',
      'Yes, two of them.',
      'Shall I keep one?',
      'Until tonight?',
      'Yes please.',
    ])
    expect(visitor.problems).toEqual([])
    expect(agent.problems).toEqual([])
  } finally {
    await visitor.close()
    await agent.close()
  }
}

/** The archive of a Channel, after its hash was checked. */
async function readArchive(channelSid: string): Promise<{ messages: { body: string }[] }> {
  const file = join(stage.dataDir, 'archive', `${channelSid}.json`)
  const text = await readFile(file, 'utf8')
  const [hash] = (await readFile(`${file}.sha256`, 'utf8')).split(' ')
  expect(hash).toBe(createHash('sha256').update(text).digest('hex'))
  return JSON.parse(text) as { messages: { body: string }[] }
}

/** Sids of the Channels that the service holds. */
async function openChannels(): Promise<string[]> {
  const { domain, credentials } = stage.demo.service
  return domain
    .instance(credentials.serviceSid)
    .channels.list({ limit: 50 })
    .items.map(({ sid }) => sid)
}

describe.each([
  ['the script tag', '/'],
  ['a single-page app with the npm package', '/spa/'],
  ['the custom element', '/element'],
  ['a strict CSP with Trusted Types', '/csp'],
  ['the bundle from another origin', '/cross-origin'],
  ['hostile host CSS', '/hostile'],
])('with %s', (_, path) => {
  test('visitor and agent talk, the conversation survives a reload, ends, is archived and deleted', async () => {
    const before = await stage.cspReports()
    await playWholeJourney(path)
    expect(await stage.cspReports()).toEqual(before)
  })
})
