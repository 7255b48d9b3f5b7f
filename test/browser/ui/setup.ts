import { expect, onTestFinished } from 'vitest'
import { page, userEvent } from 'vitest/browser'
// Here already, so that the widget has it at once and not some time during a test.
import '../../../src/ui/extras/index.ts'
import { mountUi, type MountOptions } from '../../../src/ui/mount.tsx'
import { createFakeChat, type FakeChat } from './fake-chat.ts'

export interface Mounted {
  readonly chat: FakeChat
  readonly host: HTMLElement
  readonly root: ShadowRoot
  readonly ui: { update(options: Partial<MountOptions['options']>): void }
  unmount(): void
  /** The focused element inside the widget. */
  focused(): Element | null
  find(selector: string): HTMLElement
  /** What the live region says now. */
  spoken(): string
}

/** The UI on an otherwise plain page, once all of it is drawn; taken away again when the test is over. */
export async function setup(...given: Parameters<typeof begin>): Promise<Mounted> {
  const mounted = begin(...given)
  // Our styles and the colours of the host are there as soon as the texts are; the third sheet comes with the extras. Nothing of
  // that is measured here: under load a translation may take its time.
  await expect.poll(() => mounted.root.adoptedStyleSheets.length, { interval: 1, timeout: 5_000 }).toBeGreaterThan(2)
  await settled()
  return mounted
}

/** As `setup`, at the moment it begins: for those who stop the clock. */
export function begin(chat: FakeChat = createFakeChat(), options: Partial<Omit<MountOptions, 'signal'>> = {}): Mounted {
  const host = options.host ?? document.body.appendChild(document.createElement('div'))
  const lifetime = new AbortController()
  onTestFinished(() => {
    lifetime.abort()
    host.remove()
  })
  const ui = mountUi(chat, { options: { locale: 'en' }, ...options, host, signal: lifetime.signal })
  const root = host.shadowRoot!
  return {
    chat,
    host,
    root,
    ui,
    unmount: () => lifetime.abort(),
    focused: () => root.activeElement,
    find(selector) {
      const element = root.querySelector<HTMLElement>(selector)
      if (!element) throw new Error(`nothing matches ${selector}`)
      return element
    },
    spoken: () => root.querySelector('[aria-live="polite"]')?.textContent ?? '',
  }
}

export const desktop = (): Promise<void> => page.viewport(1280, 800)
export const phone = (): Promise<void> => page.viewport(390, 844)

/** Into a corner: where a test before has left it, it may be over the widget, which then shows what is for a pointer only. */
export const movePointerAway = (): Promise<void> => userEvent.hover(document.documentElement, { position: { x: 0, y: 0 }, force: true })

/** Two frames: layout, observers and effects have run. */
export function settled(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))))
}
