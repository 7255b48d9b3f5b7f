import { computed, effect, signal, untracked } from '@preact/signals-core'
import { render } from 'preact'
import type { ChatError } from '../chat/errors.ts'
import { onEnd } from '../lib/lifetime.ts'
import type { Chat } from '../store/chat.ts'
import { App } from './App.tsx'
import { Boundary } from './Boundary.tsx'
import type { Chapter, Extras, Ui, UiOptions } from './context.ts'
import { watchPage } from './page.ts'
import type { Strings } from './strings.ts'
import styles from './styles.css?inline'
import { followTranslation, usableLocales } from './translation.ts'
import { createWords } from './words.ts'

export type { UiOptions } from './context.ts'

export interface MountOptions {
  /** Ours alone: everything in its shadow root is replaced. */
  readonly host: HTMLElement
  readonly options: UiOptions
  /** BCP 47, where `options.locale` names none. Default: the page's `lang`, then the browser's. */
  readonly locale?: string
  /** Hears of faults in what the host gave us. */
  readonly onError?: (error: ChatError) => void
  /** Tells the host of what only the UI knows. */
  readonly emit?: Ui['emit']
  /** Aborted: everything is taken out again. */
  readonly signal: AbortSignal
}

/** Later than this the chat is drawn in English at first, and in our own colours. */
const LOOKS_WITHIN_MS = 1_500

/** Draw the chat into the host's shadow root. `update` changes the options that are named, live. */
export function mountUi(chat: Chat, mount: MountOptions): { update(options: Partial<UiOptions>): void } {
  const { host } = mount
  const lifetime = mount.signal
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const options = signal(mount.options)
  const extras = signal<Extras | null>(null)
  /** English texts of the files that are here. */
  const later = signal<Strings>({})
  const translation = followTranslation(
    () => usableLocales([options.value.locale, mount.locale, document.documentElement.lang, ...navigator.languages]),
    lifetime,
  )
  const words = computed(() => {
    const { locale = 'en', strings: translated, alter } = translation.value ?? {}
    return createWords(locale, { ...later.value, ...translated, ...options.value.strings }, alter)
  })
  const page = watchPage(lifetime)
  const ui: Ui = {
    chat,
    host,
    report: (error) => mount.onError?.(error),
    emit: mount.emit ?? (() => {}),
    page,
    options,
    words,
    notice: signal(null),
    extras,
    learn,
    spoken: signal(''),
    listing: signal(false),
    editing: signal(null),
    reply: signal(null),
    attachments: signal(null),
    viewing: signal(null),
  }
  /** Asked for again and again where it could not be had, ever more rarely. */
  async function loadExtras(pauseMs: number): Promise<void> {
    // oxlint-disable-next-line no-restricted-imports -- this is where it is loaded
    const loaded = await import('./extras/index.ts').catch(() => null)
    if (lifetime.aborted) return
    if (!loaded) return void setTimeout(loadExtras, pauseMs, 2 * pauseMs)
    learn(loaded)
    extras.value = loaded
    loaded.begin(ui, root, lifetime)
  }
  // Nothing of one visitor is left to the next.
  const stopForgetting = effect(() => {
    if (chat.session.value.status === 'closed') {
      ui.editing.value = ui.reply.value = null
      ui.listing.value = false
    }
  })

  /** Over our own colours; empty where the host names none. */
  const colours = new CSSStyleSheet()
  async function paint(colour: string): Promise<void> {
    const { stylesOf } = await import('./palette/index.ts')
    // It may have changed meanwhile.
    if (colour === accent.peek() && !lifetime.aborted) colours.replaceSync(stylesOf(colour, root))
  }
  /** What is under way before it can be drawn: nobody is to see it change. */
  const under = signal(0)
  function before(work: Promise<unknown>): void {
    under.value = under.peek() + 1
    void work.catch(() => {}).then(() => (under.value = under.peek() - 1))
  }
  const accent = computed(() => options.value.accent)
  const hasSlots = computed(() => !!options.value.slots)
  let filled = false
  const stopFitting = [
    effect(() => {
      if (accent.value) before(paint(accent.value))
      else colours.replaceSync('')
    }),
    effect(() => {
      if (filled || !hasSlots.value) return
      filled = true
      before(import('./slots/index.ts').then(({ fillSlots }) => fillSlots(ui, lifetime)))
    }),
  ]

  function adopt(css: string): void {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    root.adoptedStyleSheets.push(sheet)
  }
  function learn(chapter: Chapter): void {
    if (learned.has(chapter)) return
    learned.add(chapter)
    later.value = { ...later.peek(), ...chapter.english }
    if (chapter.styles) adopt(chapter.styles)
  }
  /** What stood here before, a launcher of the loader, stays until the texts are there. */
  function draw(): void {
    if (drawn || lifetime.aborted) return
    drawn = true
    const takeFocus = root.activeElement !== null
    root.adoptedStyleSheets = []
    adopt(styles)
    root.adoptedStyleSheets.push(colours)
    root.replaceChildren()
    render(
      <Boundary ui={ui}>
        <App root={root} takeFocus={takeFocus} />
      </Boundary>,
      root,
    )
    void loadExtras(1_000)
  }
  const learned = new Set<Chapter>()
  let drawn = false
  const patience = setTimeout(draw, LOOKS_WITHIN_MS)
  const stopWaiting = effect(() => {
    if (translation.value && under.value === 0) untracked(draw)
  })
  onEnd(lifetime, () => {
    clearTimeout(patience)
    stopWaiting()
    for (const stop of stopFitting) stop()
    stopForgetting()
    render(null, root)
    root.adoptedStyleSheets = []
  })
  return { update: (changed) => (options.value = { ...options.value, ...changed }) }
}
