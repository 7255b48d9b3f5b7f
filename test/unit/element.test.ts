// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { ParlourChatElement } from '../../src/element.ts'

const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))
const asked: string[] = []

beforeEach(() => {
  asked.length = 0
  // A back end that refuses: what comes after a token is not this file's concern.
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    return new Response(null, { status: 401 })
  })
  vi.spyOn(console, 'warn').mockImplementation(() => {})
})
afterEach(() => {
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

async function add(attributes: Record<string, string>): Promise<ParlourChatElement> {
  await import('../../src/element.ts')
  const element = document.createElement('parlour-chat')
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  document.body.append(element)
  await tick()
  return element
}
const launcher = (element: HTMLElement): Element | null | undefined => element.shadowRoot?.querySelector('[aria-label="Open chat"]')

test('on the page it is a chat that asks nobody', async () => {
  const element = await add({ 'token-url': '/token' })
  expect(launcher(element)).toBeTruthy()
  expect(element.chat?.state()).toEqual({ status: 'idle', open: false, unread: 0 })
  expect(asked).toEqual([])
})

test('the attribute open opens it, and follows what the visitor does', async () => {
  const element = await add({ 'token-url': '/token', open: '' })
  expect(element.chat?.state().open).toBe(true)
  await vi.waitFor(() => expect(asked).toEqual(['/token']))
  element.chat?.close()
  expect(element.hasAttribute('open')).toBe(false)
  element.setAttribute('open', '')
  await tick()
  expect(element.chat?.state().open).toBe(true)
  element.removeAttribute('open')
  await tick()
  expect(element.chat?.state().open).toBe(false)
})

test('a look is changed live, an address begins anew', async () => {
  const element = await add({ 'token-url': '/token', theme: 'dark' })
  const { chat } = element
  expect(element.shadowRoot?.querySelector('.parlour.dark')).toBeTruthy()
  element.setAttribute('theme', 'light')
  element.setAttribute('title', 'Help')
  await tick()
  expect(element.chat).toBe(chat)
  expect(element.shadowRoot?.querySelector('.parlour:not(.dark)')).toBeTruthy()
  element.setAttribute('theme', 'dark')
  await tick()
  expect(element.shadowRoot?.querySelector('.parlour.dark')).toBeTruthy()
  element.removeAttribute('theme')
  await tick()
  expect(element.chat).toBe(chat)
  expect(element.shadowRoot?.querySelector('.parlour:not(.dark)')).toBeTruthy()
  element.setAttribute('token-url', '/other')
  await tick()
  expect(element.chat).not.toBe(chat)
  expect(chat?.state().status).toBe('closed')
  expect(launcher(element)).toBeTruthy()
})

test('a move keeps the conversation, a removal ends it, a return begins anew', async () => {
  const element = await add({ 'token-url': '/token' })
  const { chat } = element
  const section = document.body.appendChild(document.createElement('section'))
  section.append(element)
  await tick()
  expect(element.chat).toBe(chat)
  expect(chat?.state().status).toBe('idle')
  element.remove()
  await tick()
  expect(element.chat).toBe(null)
  expect(chat?.state().status).toBe('closed')
  document.body.append(element)
  await tick()
  expect(launcher(element)).toBeTruthy()
})

test('a token function that was set before the element was defined is taken over', async () => {
  await import('../../src/element.ts')
  const source = vi.fn(async () => 'no token')
  const element = document.createElement('parlour-chat')
  Object.defineProperty(element, 'tokenUrl', { value: source, configurable: true, writable: true, enumerable: true })
  document.body.append(element)
  await tick()
  expect(Object.hasOwn(element, 'tokenUrl')).toBe(false)
  element.chat?.open()
  await vi.waitFor(() => expect(source).toHaveBeenCalled())
  expect(asked).toEqual([])
})

test('without an address it waits for one', async () => {
  const element = await add({})
  expect(element.chat).toBe(null)
  element.tokenUrl = '/token'
  await tick()
  expect(launcher(element)).toBeTruthy()
})

test('a wrong option is said in the console, and breaks no page', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => said.mockRestore())
  const element = await add({ 'token-url': '/token', theme: 'blue' })
  expect(element.chat).toBe(null)
  expect(String(said.mock.calls[0])).toContain('theme must be')
  element.setAttribute('theme', 'dark')
  await tick()
  expect(launcher(element)).toBeTruthy()
})
