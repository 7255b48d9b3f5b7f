import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { Agent } from './agent.ts'
import { violations } from './axe.ts'
import { portVisitor, type PortVisitor } from './port-visitor.ts'
import { openDemo, type Stage } from './support.ts'

let stage: Stage
let agent: Agent
beforeAll(async () => {
  stage = await openDemo()
})
afterAll(() => stage?.close())
beforeEach(async () => {
  agent = await stage.newAgent()
  return () => agent.close()
})

async function visitorNamed(name: string): Promise<PortVisitor> {
  const visitor = await portVisitor(stage.url, name)
  onTestFinished(() => visitor.close())
  return visitor
}

const horizonOfAgent = async ({ service, channelSid }: PortVisitor): Promise<number | null | undefined> =>
  (await service.members(channelSid)).find(({ identity }) => identity === 'agent')?.lastConsumedMessageIndex

test('a conversation arrives by itself, is unread until it is opened, and then read', async () => {
  const ann = await visitorNamed('Ann')
  await ann.send('Is the vase still there?')
  await ann.send('Hello?')
  const row = agent.row('Ann')
  await row.getByText('2 unread').waitFor()
  await agent.open('Ann')
  await agent.message('Is the vase still there?').waitFor()
  await vi.waitFor(async () => expect(await horizonOfAgent(ann)).toBe(1), 5_000)
  await row.getByText('unread').waitFor({ state: 'detached' })
  expect(agent.problems).toEqual([])
})

test('both see the other type, and the reply arrives once', async () => {
  const bo = await visitorNamed('Bo')
  await agent.open('Bo')
  await bo.service.typing(bo.channelSid)
  await agent.typing.getByText('Bo is typing…').waitFor()

  const typing = bo.next('typing')
  await agent.type('Good mor')
  expect(await typing).toMatchObject({ identity: 'agent', typing: true })

  const added = bo.next('messageAdded')
  await agent.write('Good morning!')
  expect((await added).message).toMatchObject({ author: 'agent', body: 'Good morning!' })
  await agent.message('Good morning!').waitFor()
  expect(await agent.message('Good morning!').count()).toBe(1)
  expect(await agent.log.getByText('sending').count()).toBe(0)
})

test('what is written and not sent waits in its own conversation', async () => {
  await visitorNamed('Cai')
  await visitorNamed('Dee')
  await agent.open('Cai')
  await agent.type('for Cai')
  await agent.open('Dee')
  expect(await agent.reply.inputValue()).toBe('')
  await agent.open('Cai')
  expect(await agent.reply.inputValue()).toBe('for Cai')
})

test('an ended conversation leaves the desk, and its archive remains', async () => {
  const eve = await visitorNamed('Eve')
  await eve.send('Thank you, that is all.')
  await agent.open('Eve')
  await agent.message('Thank you, that is all.').waitFor()
  const removed = eve.next('channelRemoved')
  await agent.end()
  expect(await removed).toEqual({ sid: eve.channelSid })
  await agent.page.getByText('Eve has ended.').waitFor()
  await vi.waitFor(async () => expect(await agent.conversations.filter({ hasText: 'Eve' }).count()).toBe(0), 5_000)
  const files = await readdir(join(stage.dataDir), { recursive: true })
  expect(files.filter((file) => file.includes(eve.channelSid) && file.endsWith('.json'))).not.toEqual([])
})

test('a dropped socket and an expired token heal by themselves, and nothing is missed', async () => {
  const flo = await visitorNamed('Flo')
  await agent.open('Flo')
  for (const [fault, text] of [
    ['socket-drop', 'written while you were away'],
    ['expire-token', 'written while your token was dead'],
  ] as const) {
    await stage.qa(fault, { identity: 'agent' })
    await flo.send(text)
    await agent.message(text).waitFor({ timeout: 20_000 })
    await agent.page.getByText('Connected', { exact: true }).waitFor()
  }
  expect(await agent.log.getByRole('article').count()).toBe(2)
})

test('a channel that another client made is not on the desk', async () => {
  await stage.qa('foreign-channel', { identity: 'agent' })
  const gil = await visitorNamed('Gil')
  await gil.send('hello')
  await agent.conversations.filter({ hasText: 'Gil' }).waitFor()
  expect(await agent.conversations.filter({ hasText: 'Your bank' }).count()).toBe(0)
  await stage.qa('reset')
})

test('the administrator sees what there is, and removes a message only after a confirmation', async () => {
  const hal = await visitorNamed('Hal')
  await hal.send('keep this')
  await hal.send('remove this')
  await agent.administer()
  const { page } = agent
  await page.getByText('Push: disabled').waitFor()
  await page.getByRole('list', { name: 'Users' }).getByText('Hal').waitFor()
  const channel = page.getByRole('list', { name: 'Channels' }).getByRole('listitem').filter({ hasText: 'Hal' })
  await channel.getByText('2 members · 2 messages · made by system').waitFor()
  await channel.getByRole('button', { name: 'Messages' }).click()

  const messages = page.getByRole('list', { name: 'Messages' }).getByRole('listitem')
  const doomed = messages.filter({ hasText: 'remove this' })
  await doomed.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  expect(await messages.count()).toBe(2)

  const removed = hal.next('messageRemoved')
  await doomed.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click()
  expect(await removed).toMatchObject({ channelSid: hal.channelSid, index: 1 })
  await doomed.waitFor({ state: 'detached' })
  await channel.getByText('1 message').waitFor()
})

test.each(['light', 'dark'] as const)('axe finds nothing to say of the console, %s', async (colorScheme) => {
  const name = `Ivy, ${colorScheme}`
  const ivy = await visitorNamed(name)
  await ivy.send('unread')
  const other = await stage.newAgent({ colorScheme })
  await other.row(name).getByText('1 unread').waitFor()
  expect(await violations(other.page)).toEqual([])
  await other.open(name)
  await other.write('a reply')
  await other.message('a reply').waitFor()
  expect(await violations(other.page)).toEqual([])
  await other.administer()
  await other.page.getByRole('list', { name: 'Channels' }).waitFor()
  expect(await violations(other.page)).toEqual([])
  await other.page.getByRole('list', { name: 'Users' }).getByRole('button', { name: 'Remove' }).first().click()
  expect(await violations(other.page)).toEqual([])
  await other.close()
})
