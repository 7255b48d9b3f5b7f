import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openDemo, type Stage } from './demo/support.ts'
import type { Visitor } from './demo/visitor.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openDemo()
})
afterEach(() => stage.qa('reset'))
afterAll(() => stage.close())

/** A visitor in a conversation of its own, and the sid of its Channel. */
async function talking(): Promise<{ visitor: Visitor; channelSid: string }> {
  const visitor = await stage.newVisitor()
  await visitor.open()
  await visitor.start()
  await visitor.write('first')
  await visitor.message('first').waitFor()
  const { domain, credentials } = stage.demo.service
  const [channel] = domain.instance(credentials.serviceSid).channels.list({ limit: 1, order: 'desc' }).items
  const channelSid = channel?.sid ?? ''
  // It is shown as soon as it is kept.
  await expect.poll(() => stored(channelSid), { timeout: 15_000 }).toEqual(['first'])
  return { visitor, channelSid }
}

/** What the service holds of a Channel. */
function stored(channelSid: string): string[] {
  const { domain, credentials } = stage.demo.service
  const { messages } = domain.instance(credentials.serviceSid)
  return messages.list({ kind: 'system' }, channelSid, { limit: 100 }).items.map(({ body }) => body)
}

/** Tell the visitor something through REST's own actor, as the back end would. */
function say(channelSid: string, body: string): void {
  const { domain, credentials } = stage.demo.service
  domain.instance(credentials.serviceSid).messages.create({ kind: 'system' }, channelSid, { body, from: 'agent' })
}

test.each(['socket-drop', 'close-308', 'close-410', 'expire-token', 'token-same', 'token-500'] as const)(
  'after %s the conversation heals by itself; nothing is lost and nothing doubled',
  async (fault) => {
    const { visitor, channelSid } = await talking()
    await stage.qa(fault)
    say(channelSid, 'said meanwhile')
    await visitor.write('written meanwhile')
    await visitor.message('said meanwhile').waitFor({ timeout: 30_000 })
    await expect.poll(() => stored(channelSid).toSorted(), { timeout: 30_000 }).toEqual(['first', 'said meanwhile', 'written meanwhile'])
    await expect.poll(() => visitor.log.getByText(/Waiting|Sending|Checking/).count()).toBe(0)
    for (const text of stored(channelSid)) expect(await visitor.message(text).count()).toBe(1)
    expect(await visitor.panel.getByText('That did not work').count()).toBe(0)
    await visitor.close()
  },
)

test('a socket that went silent is found out when a Message has no answer', async () => {
  const { visitor, channelSid } = await talking()
  await stage.qa('socket-freeze')
  await visitor.write('into the silence')
  await expect.poll(() => stored(channelSid), { timeout: 30_000 }).toEqual(['first', 'into the silence'])
  await expect.poll(() => visitor.log.getByText(/Waiting|Sending|Checking/).count(), { timeout: 30_000 }).toBe(0)
  await visitor.close()
})

test('a Message whose answer was lost is stored once and shown once', async () => {
  const { visitor, channelSid } = await talking()
  await stage.qa('lose-answer')
  await visitor.write('only once')
  await expect.poll(() => stored(channelSid), { timeout: 30_000 }).toEqual(['first', 'only once'])
  await expect.poll(() => visitor.log.getByText(/Waiting|Sending|Checking/).count(), { timeout: 30_000 }).toBe(0)
  expect(stored(channelSid)).toEqual(['first', 'only once'])
  expect(await visitor.message('only once').count()).toBe(1)
  await visitor.close()
})

test('a Message that the service refuses stays in the log, and is sent when asked again', async () => {
  const { visitor, channelSid } = await talking()
  await stage.qa('refuse-403')
  await visitor.write('please take this')
  await visitor.log.getByText('Not sent.').waitFor({ timeout: 15_000 })
  expect(await visitor.message('please take this').count()).toBe(1)
  expect(stored(channelSid)).toEqual(['first'])
  await visitor.log.getByRole('button', { name: 'Try again' }).click()
  await expect.poll(() => stored(channelSid), { timeout: 15_000 }).toEqual(['first', 'please take this'])
  await expect.poll(() => visitor.log.getByText('Not sent.').count()).toBe(0)
  await visitor.close()
})

test.each(['token-401', 'token-html', 'token-identity'] as const)(
  'after %s the visitor reads a sentence, keeps the log, and "Try again" works',
  async (fault) => {
    const { visitor, channelSid } = await talking()
    await stage.qa(fault)
    const again = visitor.panel.getByRole('button', { name: 'Try again' })
    await again.waitFor({ timeout: 30_000 })
    expect(await visitor.message('first').isVisible()).toBe(true)
    await stage.qa('reset')
    await again.click()
    await visitor.write('back again')
    await expect.poll(() => stored(channelSid), { timeout: 30_000 }).toEqual(['first', 'back again'])
    await visitor.close()
  },
)

test.each(['remove-member', 'delete-channel'] as const)(
  'after %s the conversation is read-only, with a way to start anew',
  async (fault) => {
    const { visitor, channelSid } = await talking()
    await stage.qa(fault)
    await visitor.panel.getByText('You are no longer part of this conversation.').first().waitFor({ timeout: 15_000 })
    expect(await visitor.message('first').isVisible()).toBe(true)
    expect(await visitor.composer.count()).toBe(0)
    await visitor.start()
    await visitor.write('a new beginning')
    await expect.poll(async () => stored(await openChannelOf(visitor))).toEqual(['a new beginning'])
    expect(stored(await openChannelOf(visitor))).toEqual(['a new beginning'])
    expect(await openChannelOf(visitor)).not.toBe(channelSid)
    await visitor.close()
  },
)

test('a Channel that another client made and pulled the visitor into is neither shown, nor opened, nor counted', async () => {
  const visitor = await stage.newVisitor()
  const errors = visitor.page.evaluate(
    () =>
      new Promise<string>((resolve) =>
        document.addEventListener('parlour:error', (event) => resolve((event as CustomEvent<{ code: string }>).detail.code)),
      ),
  )
  await visitor.open()
  await visitor.panel.getByRole('button', { name: 'Start conversation' }).waitFor()
  await stage.qa('foreign-channel')
  expect(await errors).toBe('channel-not-trusted')
  await visitor.page.waitForTimeout(1_000)
  // Still the welcome: no log, no composer, and after closing nothing to count.
  expect(await visitor.panel.getByRole('button', { name: 'Start conversation' }).isVisible()).toBe(true)
  expect(await visitor.log.count()).toBe(0)
  await visitor.hide()
  expect(await visitor.unread()).toBe('')

  // The house's own room is still entered, and the foreign one stays unread and untouched.
  await visitor.open()
  await visitor.start()
  await visitor.write('to the house')
  await visitor.message('to the house').waitFor()
  const { domain, credentials } = stage.demo.service
  const instance = domain.instance(credentials.serviceSid)
  const foreign = instance.channels.list({ limit: 50 }).items.filter(({ createdBy }) => createdBy === 'intruder')
  expect(foreign.length).toBeGreaterThan(0)
  for (const { sid } of foreign) {
    const members = instance.members.list({ kind: 'system' }, sid, { limit: 50 }).items
    expect(members.find(({ identity }) => identity?.startsWith('visitor-'))?.lastConsumedMessageIndex).toBe(null)
    expect(stored(sid)).not.toContain('to the house')
  }
  await visitor.close()
})

test('without the network the log stays readable and what is typed is sent when it returns', async () => {
  const { visitor, channelSid } = await talking()
  await visitor.context.setOffline(true)
  await visitor.write('typed in the tunnel')
  await visitor.message('typed in the tunnel').waitFor()
  await visitor.page.waitForTimeout(2_000)
  expect(stored(channelSid)).toEqual(['first'])
  await visitor.context.setOffline(false)
  await expect.poll(() => stored(channelSid), { timeout: 30_000 }).toEqual(['first', 'typed in the tunnel'])
  expect(await visitor.message('typed in the tunnel').count()).toBe(1)
  await visitor.close()
})

/** The newest Channel that the house made. */
async function openChannelOf(visitor: Visitor): Promise<string> {
  await visitor.composer.waitFor()
  const { domain, credentials } = stage.demo.service
  const [channel] = domain.instance(credentials.serviceSid).channels.list({ limit: 1, order: 'desc' }).items
  return channel?.sid ?? ''
}

test.each(['extras', 'live'])('a %s file that fails to load at first is loaded later; what was written meanwhile is sent', async (name) => {
  const visitor = await stage.newVisitor()
  let refused = 0
  await visitor.page.route(new RegExp(`/chunks/${name}-`), (route) => {
    refused += 1
    return refused > 2 ? route.continue() : route.abort()
  })
  await visitor.open()
  await visitor.start()
  await visitor.write('early')
  await expect.poll(() => refused, { timeout: 20_000 }).toBeGreaterThan(2)
  await expect.poll(() => visitor.log.getByText(/Waiting|Sending|Checking/).count(), { timeout: 20_000 }).toBe(0)
  await visitor.end()
  await visitor.panel.getByText('End this conversation?').waitFor()
  await visitor.close()
})
