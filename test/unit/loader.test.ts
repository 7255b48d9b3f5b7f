// @vitest-environment happy-dom
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'

type Parlour = ((name: string, ...args: unknown[]) => Promise<unknown>) & { host: HTMLElement; q?: unknown[] }
const page = globalThis as unknown as { Parlour?: Parlour; calls?: unknown[][] }

const TMP = join(process.cwd(), 'node_modules/.tmp')

/** A widget that notes what it is asked. */
const WIDGET = `
export const readAttributes = (attributes) => ({ ...attributes })
export function createChat(options) {
  globalThis.calls.push(['createChat', options])
  const note = (name) => (...args) => (globalThis.calls.push([name, ...args]), name + ' done')
  return { mount: note('mount'), open: note('open'), on: note('on'), send: note('send'), state: note('state'), destroy: note('destroy') }
}`

interface Setup {
  readonly folder: string
  readonly host: HTMLElement
  readonly button: HTMLButtonElement
  readonly calls: readonly unknown[][]
  readonly Parlour: Parlour
  alert(): string
}

/** The loader, run as a script tag with these attributes, beside a widget.js when there is to be one. */
async function load({ data = {}, widget = true }: { data?: Record<string, string>; widget?: boolean } = {}): Promise<Setup> {
  // Within the project, or the test runner would not import from it.
  mkdirSync(TMP, { recursive: true })
  const folder = mkdtempSync(join(TMP, 'loader-'))
  if (widget) writeFileSync(join(folder, 'widget.js'), WIDGET)
  page.calls = []
  const script = { src: pathToFileURL(join(folder, 'parlour.js')).href, dataset: { tokenUrl: '/token', ...data } }
  Object.defineProperty(document, 'currentScript', { configurable: true, get: () => script })
  vi.resetModules()
  await import('../../src/loader.ts')
  onTestFinished(() => {
    page.Parlour?.host?.remove()
    delete page.Parlour
    localStorage.clear()
    rmSync(folder, { recursive: true })
  })
  const Parlour = page.Parlour!
  const root = Parlour.host.shadowRoot!
  return {
    folder,
    host: Parlour.host,
    button: root.querySelector('button')!,
    calls: page.calls,
    Parlour,
    alert: () => root.querySelector('[role=alert]')?.textContent ?? '',
  }
}

test('draws a launcher and loads nothing', async () => {
  const { host, button, calls } = await load()
  expect(document.body.lastElementChild).toBe(host)
  expect(button.getAttribute('aria-label')).toBe('Open chat')
  await vi.waitFor(() => Promise.resolve())
  expect(calls).toEqual([])
  expect(localStorage).toHaveLength(0)
})

test('a click loads the widget from beside the script, mounts it in the same place and opens it', async () => {
  const { host, button, calls } = await load()
  button.click()
  button.click()
  await vi.waitFor(() => expect(calls).toHaveLength(4))
  expect(calls).toEqual([['createChat', { tokenUrl: '/token' }], ['mount', host], ['open'], ['open']])
})

test('to point at the launcher fetches the widget, and starts nothing', async () => {
  const { button, calls, folder } = await load()
  writeFileSync(join(folder, 'widget.js'), `${WIDGET}\nglobalThis.calls.push(['fetched'])`)
  button.dispatchEvent(new Event('pointerenter'))
  await vi.waitFor(() => expect(calls).toEqual([['fetched']]))
})

test('commands wait for the widget in their order, and get its answers', async () => {
  const { Parlour, calls } = await load()
  const answers = [Parlour('on', 'unread', 'listener'), Parlour('send', 'Hello'), Parlour('open')]
  expect(await Promise.all(answers)).toEqual(['on done', 'send done', 'open done'])
  expect(calls.slice(2)).toEqual([['on', 'unread', 'listener'], ['send', 'Hello'], ['open']])
})

test('to listen or to ask loads nothing', async () => {
  const { Parlour, calls } = await load()
  void Parlour('on', 'unread', 'listener')
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(calls).toEqual([])
})

test("the queue of the host's stub is replayed, and its promises are kept", async () => {
  const settled: unknown[] = []
  page.Parlour = Object.assign(async () => {}, {
    q: [[['send', 'early'], (value: unknown) => settled.push(value), () => {}], [['open']]],
  }) as unknown as Parlour
  const { calls } = await load()
  await vi.waitFor(() => expect(calls).toHaveLength(4))
  expect(calls.slice(2)).toEqual([['send', 'early'], ['open']])
  expect(settled).toEqual(['send done'])
})

test('a failure is said on the launcher, and the next click tries again under another name', async () => {
  const reported = vi.spyOn(console, 'error').mockImplementation(() => {})
  const { folder, button, calls, alert } = await load({ widget: false })
  button.click()
  await vi.waitFor(() => expect(alert()).toMatch(/could not be loaded/))
  expect(button.hasAttribute('aria-busy')).toBe(false)
  expect(reported).toHaveBeenCalled()
  writeFileSync(join(folder, 'widget.js'), WIDGET)
  button.click()
  expect(alert()).toBe('')
  await vi.waitFor(() => expect(calls.map(([name]) => name)).toEqual(['createChat', 'mount', 'open', 'open']))
  reported.mockRestore()
})

test('data-open loads it at once, and so does a conversation to resume', async () => {
  const opened = await load({ data: { open: '' } })
  await vi.waitFor(() => expect(opened.calls).toHaveLength(2))
  const closed = await loadAfterwards({ open: 'false' })
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(closed.calls).toEqual([])
  vi.stubGlobal('indexedDB', { databases: async () => [{ name: 'parlour' }] })
  onTestFinished(() => void vi.unstubAllGlobals())
  const resumed = await loadAfterwards({})
  await vi.waitFor(() => expect(resumed.calls.map(([name]) => name)).toEqual(['createChat', 'mount']))

  async function loadAfterwards(data: Record<string, string>): Promise<Setup> {
    page.Parlour?.host.remove()
    delete page.Parlour
    return load({ data })
  }
})

test('destroyed while it looks for a conversation to resume, it stays gone', async () => {
  let answer!: (databases: readonly object[]) => void
  vi.stubGlobal('indexedDB', { databases: () => new Promise((resolve) => (answer = resolve)) })
  onTestFinished(() => void vi.unstubAllGlobals())
  const { Parlour, host, calls } = await load()
  await Parlour('destroy')
  answer([{ name: 'parlour' }])
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect([host.isConnected, calls]).toEqual([false, []])
})

test('storage that throws is storage that is absent', async () => {
  const databases = async (): Promise<never> => {
    throw new DOMException('denied', 'SecurityError')
  }
  vi.stubGlobal('indexedDB', { databases })
  onTestFinished(() => void vi.unstubAllGlobals())
  const { button } = await load()
  expect(button.isConnected).toBe(true)
})

test('a second script tag warns and does nothing', async () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const { host } = await load()
  const children = document.body.childElementCount
  vi.resetModules()
  await import('../../src/loader.ts')
  expect(warned).toHaveBeenCalledWith('Parlour: a second script tag does nothing')
  expect(document.body.childElementCount).toBe(children)
  expect(page.Parlour?.host).toBe(host)
  warned.mockRestore()
})

test('destroyed before it was needed, the launcher goes and nothing is loaded', async () => {
  const { host, Parlour, calls } = await load()
  await Parlour('destroy')
  expect(host.isConnected).toBe(false)
  expect(calls).toEqual([])
})
