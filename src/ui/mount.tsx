import { computed, effect, signal } from '@preact/signals-core'
import { render } from 'preact'
import { onEnd } from '../lib/lifetime.ts'
import type { Chat } from '../store/chat.ts'
import { App } from './App.tsx'
import { Boundary } from './Boundary.tsx'
import type { Extras, Ui, UiOptions } from './context.ts'
import { createDates } from './dates.ts'
import { watchPage } from './page.ts'
import type { Strings } from './strings.ts'
import styles from './styles.css?inline'
import { createWords, usableLocale } from './words.ts'

export type { UiOptions } from './context.ts'
export type { Strings } from './strings.ts'

export interface MountOptions {
  /** Ours alone: everything in its shadow root is replaced. */
  readonly host: HTMLElement
  readonly options: UiOptions
  /** Texts instead of the English ones. */
  readonly strings?: Strings
  /** BCP 47, where `options.locale` names none. Default: the page's `lang`, then the browser's. */
  readonly locale?: string
  /** Aborted: everything is taken out again. */
  readonly signal: AbortSignal
}

/** Draw the chat into the host's shadow root. `update` changes the options that are named, live. */
export function mountUi(chat: Chat, mount: MountOptions): { update(options: Partial<UiOptions>): void } {
  const { host, strings } = mount
  const lifetime = mount.signal
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const takeFocus = root.activeElement !== null

  const options = signal(mount.options)
  const extras = signal<Extras | null>(null)
  const words = computed(() =>
    createWords(usableLocale(options.value.locale, mount.locale, document.documentElement.lang, navigator.language), {
      ...extras.value?.extraEnglish,
      ...strings,
    }),
  )
  const page = watchPage(lifetime)
  const ui: Ui = {
    chat,
    page,
    options,
    words,
    dates: computed(() => createDates(words.value.locale)),
    notice: signal(null),
    extras,
    spoken: signal(''),
    editing: signal(null),
  }
  /** Asked for again and again where it could not be had, ever more rarely. */
  async function loadExtras(pauseMs: number): Promise<void> {
    // oxlint-disable-next-line no-restricted-imports -- this is where it is loaded
    const loaded = await import('./extras/index.ts').catch(() => null)
    if (lifetime.aborted) return
    if (!loaded) return void setTimeout(loadExtras, pauseMs, 2 * pauseMs)
    adopt(loaded.styles)
    extras.value = loaded
    loaded.begin(ui, root, lifetime)
  }
  // Nothing of one visitor is left to the next.
  const stopForgetting = effect(() => {
    if (chat.session.value.status === 'closed') ui.editing.value = null
  })

  function adopt(css: string): void {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    root.adoptedStyleSheets.push(sheet)
  }
  root.adoptedStyleSheets = []
  adopt(styles)
  root.replaceChildren()
  render(
    <Boundary ui={ui}>
      <App root={root} takeFocus={takeFocus} />
    </Boundary>,
    root,
  )
  void loadExtras(1_000)
  onEnd(lifetime, () => {
    stopForgetting()
    render(null, root)
    root.adoptedStyleSheets = []
  })
  return { update: (changed) => (options.value = { ...options.value, ...changed }) }
}
