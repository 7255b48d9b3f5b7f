import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { catalogue, type FaultGroup } from '../../../demo/qa/catalogue.ts'
import { violations } from './axe.ts'
import { portVisitor, type PortVisitor } from './port-visitor.ts'
import { openDemo, type Stage } from './support.ts'
import { watchProblems } from './watch.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openDemo()
})
afterAll(() => stage?.close())

async function visitorNamed(name: string): Promise<PortVisitor> {
  const visitor = await portVisitor(stage.url, name)
  onTestFinished(async () => {
    await stage.qa('reset')
    await visitor.close()
  })
  return visitor
}

const post = (action: string, body: unknown): Promise<Response> =>
  fetch(`${stage.url}/qa/${action}`, {
    method: 'POST',
    headers: { Origin: stage.url, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })

test('without a connected visitor a fault says so; one of the token endpoint waits for whoever comes', async () => {
  expect((await post('socket-drop', {})).status).toBe(409)
  expect(await stage.qa('token-500')).toBe('*')
  expect((await stage.qaState()).tokenFaults).toHaveLength(2)
  await expect(portVisitor(stage.url, 'early')).rejects.toThrow('/token answered 500')
  expect((await stage.qaState()).tokenFaults).toHaveLength(1)
  await stage.qa('reset')
  expect((await stage.qaState()).tokenFaults).toHaveLength(0)
})

test('garbage is refused', async () => {
  expect((await post('no-such-fault', {})).status).toBe(404)
  expect((await post('constructor', {})).status).toBe(404)
  expect((await post('reset', [])).status).toBe(200)
  expect((await post('reset', null)).status).toBe(400)
  expect((await post('socket-slow', { delayMs: -1 })).status).toBe(400)
  expect((await post('refuse-403', { times: 1e9 })).status).toBe(400)
})

test('strikes the visitor who connected last, unless one is named', async () => {
  const first = await visitorNamed('first')
  const last = await visitorNamed('last')
  expect(await stage.qa('socket-drop')).toBe(last.service.identity)
  expect(await stage.qa('socket-drop', { identity: first.service.identity })).toBe(first.service.identity)
})

test('removes the visitor from its conversation, and deletes a conversation', async () => {
  const visitor = await visitorNamed('removed')
  const removed = visitor.next('channelRemoved')
  await stage.qa('remove-member')
  expect(await removed).toEqual({ sid: visitor.channelSid })

  const other = await visitorNamed('deleted')
  const gone = other.next('channelRemoved')
  await stage.qa('delete-channel')
  expect(await gone).toEqual({ sid: other.channelSid })
})

test('another client pulls the visitor into a channel, and reset takes all of it away', async () => {
  const visitor = await visitorNamed('pulled')
  const added = visitor.next('channelAdded', ({ sid }) => sid !== visitor.channelSid)
  await stage.qa('foreign-channel')
  const foreign = await added
  expect(foreign).toMatchObject({ createdBy: 'intruder', status: 'joined' })
  const another = visitor.next('channelAdded', ({ sid }) => sid !== visitor.channelSid && sid !== foreign.sid)
  await stage.qa('foreign-channel')
  await visitor.service.messages((await another).sid)

  const removed = visitor.next('channelRemoved')
  await stage.qa('reset')
  await removed
  await vi.waitFor(async () => expect(await visitor.service.channels()).toHaveLength(1), 5_000)
})

test('refuses a message once, and stores it at the second try', async () => {
  const visitor = await visitorNamed('refused')
  await stage.qa('refuse-403')
  await expect(visitor.send('no')).rejects.toMatchObject({ code: 'message-rejected' })
  expect(await visitor.send('yes')).toBe(0)
})

test('the panel has a button with a description for each fault, and says what it did', async () => {
  const visitor = await visitorNamed('seen')
  const page = await stage.browser.newPage()
  const problems = watchProblems(page)
  await page.goto(`${stage.url}/qa`)
  const groups: readonly FaultGroup[] = catalogue
  for (const { label, expect: expected } of groups.flatMap(({ faults }) => faults)) {
    const button = page.getByRole('button', { name: label, exact: true })
    expect(await page.locator(`#${await button.getAttribute('aria-describedby')}`).textContent()).toBe(expected)
  }
  await page.getByRole('list', { name: 'State' }).getByText(`${visitor.service.identity} is connected`).waitFor()
  await page.getByRole('combobox', { name: 'Visitor' }).selectOption(visitor.service.identity)
  await page.getByRole('button', { name: 'Slow the socket by 2 s' }).click()
  await page.getByText(`Slow the socket by 2 s: done to ${visitor.service.identity}.`).waitFor()
  await page.getByRole('list', { name: 'State' }).getByText(`${visitor.service.identity}: slow`).waitFor()
  await page.getByRole('button', { name: 'End all faults' }).click()
  await page.getByText('End all faults: done').waitFor()
  expect(await violations(page)).toEqual([])
  expect(problems).toEqual([])
  await page.close()
})
