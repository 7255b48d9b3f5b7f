import type { ParlourChat } from '../../src/api.ts'
import { createBrowser } from '../../src/browser.ts'
import type { ParlourOptions } from '../../src/options.ts'
import { resolveOptions } from '../../src/read-options.ts'
import { createFakeHouse } from '../../src/testing/index.ts'
import type { FakeHouse, FakeService } from '../../src/testing/index.ts'
import { createWidget } from '../../src/widget.ts'
import type { Switches } from './switches.ts'
import { VISITOR } from './visitor.ts'

/** What the back end answers to a POST: a status, with JSON; `never`: nothing. */
export type Answer = { readonly status: number; readonly json?: unknown } | 'never'

/** The widget with a house in memory behind it, and hands for what happens there. */
export interface Scene {
  readonly house: FakeHouse
  readonly chat: ParlourChat
  readonly root: ShadowRoot
  /** The conversation of the visitor, if there is one. */
  readonly channelSid: string
  /** The visitor's connection, once there is one. */
  service(): FakeService
  /** Once it is so. @throws Error after 30 s */
  until(isSo: () => unknown): Promise<void>
  /** Once it is there. @throws Error after 30 s */
  find(selector: string): Promise<HTMLElement>
  click(selector: string): Promise<void>
  /** Into the composer. */
  type(text: string): Promise<void>
  /** Into another field. */
  fill(selector: string, text: string): Promise<void>
  /** Files into the composer. */
  attach(...files: readonly File[]): Promise<void>
  /** As an agent's client tells of it, again and again until it is seen: whoever has just come hears the next one. */
  types(who: readonly string[], isSeen: () => unknown): Promise<void>
  /** An agent's name, as long as the switches say. */
  name(short: string): string
}

export interface SceneOptions {
  readonly switches: Switches
  /** Of the widget, beside what every scene has. */
  readonly options: Partial<ParlourOptions>
  /** The chat service never answers. */
  readonly silent: boolean
  /** No conversation yet. */
  readonly unbegun: boolean
  /** h since it began, and between two Messages. */
  readonly clock: readonly [ago: number, pace: number]
  /** By the last part of the address: `start`, `end` … */
  readonly answers: Readonly<Record<string, Answer>>
  /** Before the visitor comes. */
  readonly prepare: (house: FakeHouse, channelSid: string, name: Scene['name']) => void
}

const LONG = ' Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh van der Westhuizen'
/** A machine that is busy with something else takes its time. */
const SO_WITHIN_MS = 30_000
/** What a scene before may have left on the device. */
const HABITS = ['parlour:greeted', 'parlour:emoji', 'parlour:tone']

export function createScene({ switches, options, silent, unbegun, clock, answers, prepare }: SceneOptions): Scene {
  const [ago, pace] = clock.map((hours) => hours * 3_600_000) as [number, number]
  const began = Date.now() - ago
  let looks = 0
  // Nothing is of tomorrow.
  const house = createFakeHouse({ now: () => Math.min(began + (looks += 1) * pace, Date.now()) })
  const name: Scene['name'] = (short) => (switches.names === 'long' ? short + LONG : short)
  house.nameUser('agent', name('Ada'))
  house.nameUser('colleague', name('Bo'))
  const channelSid = unbegun ? '' : house.createChannel({ members: [VISITOR, 'agent', 'colleague'], friendlyName: 'Order 4711' })
  prepare(house, channelSid, name)
  // A draft of another scene: its conversation has the same sid.
  for (const key of [...HABITS, `parlour:draft:${channelSid}`]) localStorage.removeItem(key)

  const chat = createWidget(
    resolveOptions({
      tokenUrl: async () => ({ token: unsignedToken(), ...(channelSid && { channelSid }) }),
      startUrl: '/gallery/start',
      endUrl: '/gallery/end',
      locale: switches.locale,
      theme: switches.theme,
      mediaHosts: [location.origin],
      ...(switches.names === 'long' && { title: name('Customer care of') }),
      ...options,
    }),
    (lifetime) => ({
      ...createBrowser(lifetime),
      // Nothing of a scene outlives it.
      memory: { resumes: false, horizonOf: () => null, remember: () => {}, forget: () => {} },
      loadConnect: async () => (silent ? () => new Promise(() => {}) : house.connect),
      fetch: async (input) => answerTo(answers[new URL(String(input), location.href).pathname.split('/').at(-1) ?? ''] ?? { status: 404 }),
    }),
  )
  const host = document.body.appendChild(document.createElement('div'))
  chat.mount(host)
  const root = host.shadowRoot!

  async function until(isSo: () => unknown): Promise<void> {
    for (const end = performance.now() + SO_WITHIN_MS; performance.now() < end;) {
      if (isSo()) return
      await new Promise((resolve) => setTimeout(resolve, 16))
    }
    throw new Error(`It never came to this: ${isSo}`)
  }
  async function find(selector: string): Promise<HTMLElement> {
    let found: HTMLElement | null = null
    await until(() => (found = root.querySelector<HTMLElement>(selector))).catch(() => {
      throw new Error(`Nothing matches ${selector}`)
    })
    return found!
  }
  async function fill(selector: string, text: string): Promise<void> {
    const field = (await find(selector)) as HTMLInputElement
    field.value = text
    field.dispatchEvent(new InputEvent('input', { bubbles: true }))
    field.dispatchEvent(new Event('change', { bubbles: true }))
  }
  async function attach(...files: readonly File[]): Promise<void> {
    const field = (await find('.composer input[type="file"]')) as HTMLInputElement
    const chosen = new DataTransfer()
    for (const file of files) chosen.items.add(file)
    field.files = chosen.files
    field.dispatchEvent(new Event('change', { bubbles: true }))
  }
  async function types(who: readonly string[], isSeen: () => unknown): Promise<void> {
    await find('.row')
    const again = setInterval(() => {
      for (const typing of [false, true]) who.forEach((one) => house.typing(channelSid, one, typing))
    }, 200)
    await until(isSeen).finally(() => clearInterval(again))
  }
  return {
    house,
    chat,
    root,
    channelSid,
    service: () => house.services.findLast(({ identity }) => identity === VISITOR)!,
    until,
    find,
    attach,
    types,
    click: async (selector) => (await find(selector)).click(),
    type: (text) => fill('.composer textarea', text),
    fill,
    name,
  }
}

function answerTo(answer: Answer): Promise<Response> {
  if (answer === 'never') return new Promise(() => {})
  return Promise.resolve(new Response(answer.json === undefined ? null : JSON.stringify(answer.json), { status: answer.status }))
}

/** As the official library makes them, but that nobody signed it: nothing here looks. */
function unsignedToken(): string {
  const encode = (value: object): string => btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  const now = Math.floor(Date.now() / 1_000)
  const grants = { identity: VISITOR, chat: { service_sid: `IS${'0'.repeat(32)}` } }
  return `${encode({ alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' })}.${encode({ jti: `SK-${now}`, iss: 'SK', sub: 'AC', iat: now, exp: now + 3_600, grants })}.c2ln`
}
