import { expect, test } from 'vitest'
import type { ChatService, ConnectOptions } from '../../../src/chat/service.ts'
import { createFakeHouse } from '../../../src/testing/index.ts'
import type { FakeHouse } from '../../../src/testing/index.ts'
import { fakeCredentials, setup } from './setup.ts'
import type { Setup } from './setup.ts'

/** A store whose connection is shared with other tabs, with the hands of these. */
async function shared(
  leads: boolean,
): Promise<
  Setup & { readonly given: ConnectOptions[]; readonly shutdowns: unknown[]; lead(): AbortController; readonly renewing: () => number }
> {
  const house: FakeHouse = createFakeHouse()
  const channelSid = house.createChannel({ members: ['visitor', 'agent'] })
  house.post(channelSid, 'agent', 'Hello')
  const given: ConnectOptions[] = []
  const shutdowns: unknown[] = []
  const waiting: ((signal: AbortSignal) => void)[] = []
  let renewing = 0
  const credentials = {
    ...fakeCredentials('visitor'),
    renew: async () => {
      credentials.asked.push('renew')
      return 'visitor'
    },
    renewal: async () => void credentials.asked.push('renewal'),
    keepFresh: (_use: unknown, signal: AbortSignal) =>
      new Promise<never>((_, reject) => {
        renewing += 1
        signal.addEventListener('abort', () => {
          renewing -= 1
          reject(signal.reason)
        })
      }),
  }
  const made = setup({
    credentials,
    loadConnect: async () => async (token, options) => {
      given.push(options)
      const service = await house.connect(token, options)
      const { shutdown } = service
      const shared: Partial<ChatService> = {
        leads,
        leading: () => new Promise((resolve) => waiting.push(resolve)),
        shutdown(how) {
          shutdowns.push(how)
          return shutdown()
        },
      }
      return Object.defineProperties(service, Object.getOwnPropertyDescriptors(shared))
    },
  })
  made.chat.setOpen(true)
  await made.settle()
  return {
    ...made,
    house,
    credentials: { ...made.credentials, asked: credentials.asked },
    get service() {
      return house.services.at(-1)!
    },
    given,
    shutdowns,
    lead() {
      const controller = new AbortController()
      waiting.shift()!(controller.signal)
      return controller
    },
    renewing: () => renewing,
  }
}

test('the connection is asked for by who the visitor is, with a way to a good token', async () => {
  const { given } = await shared(true)
  expect(given[0]?.visitor).toBe('IS visitor')
  expect(await given[0]?.renew?.(new AbortController().signal)).toBe('visitor')
})

test('the code of the renewal is there before this tab has to lead; no token is asked for', async () => {
  const { credentials } = await shared(false)
  expect(credentials.asked).toEqual(['connect', 'renewal'])
})

test('the token is renewed only while this tab holds the socket', async () => {
  const { lead, renewing, settle } = await shared(true)
  expect(renewing()).toBe(0)
  const first = lead()
  await settle()
  expect(renewing()).toBe(1)
  first.abort()
  await settle()
  expect(renewing()).toBe(0)
  lead()
  await settle()
  expect(renewing()).toBe(1)
})

test.each([
  [true, ['connect', 'renewal', 'denied']],
  [false, ['connect', 'renewal']],
])('an expired token is replaced by the tab that holds the socket: %s', async (leads, reasons) => {
  const { house, credentials, settle } = await shared(leads)
  house.services[0]!.hear('tokenExpired', undefined)
  house.services[0]!.deny()
  await settle()
  expect(credentials.asked).toEqual(reasons)
})

test('a logout closes the connection of every tab, a destroyed widget its own only', async () => {
  const { store, shutdowns } = await shared(true)
  await store.logout()
  expect(shutdowns[0]).toEqual({ everywhere: true })
  const other = await shared(true)
  other.lifetime.abort()
  await other.settle()
  expect(other.shutdowns).toEqual([undefined])
})

test('a logout in another tab closes the panel here, and nothing is left', async () => {
  const { house, chat, log, credentials, settle } = await shared(false)
  chat.setDraft('half a sentence')
  expect(log()).toEqual(['Hello'])
  house.services[0]!.hear('loggedOut', undefined)
  await settle()
  expect([chat.open.value, chat.draft.value, chat.session.value.status, log()]).toEqual([false, '', 'closed', []])
  expect(credentials.asked.at(-1)).toBe('forget')
})
