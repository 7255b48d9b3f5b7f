import { computed, effect, signal, untracked } from '@preact/signals-core'
import { createLifetime, onEnd, type Lifetime } from '../../lib/lifetime.ts'
import type { Greeting as Rules } from '../../options.ts'
import { cleanName } from '../foreign.ts'
import { closePath, Icon } from '../icons.tsx'
import { view } from '../observe.ts'
import { rememberGreeting } from './memory.ts'
import { readGreetings } from './rules.ts'
import { watchVisit } from './watch-visit.ts'

/** Said longer ago than this, it is taken away, as the announcer does. */
const STALE_MS = 10_000

/**
 * A few words beside the launcher, before the visitor has asked for anything: at most one on a page, never over a
 * conversation, and never with the focus.
 */
export const Greeting = view(({ chat, options, words, page, spoken, emit }, own) => {
  const shown = signal<Rules | null>(null)
  const written = computed(() => options.value.greeting)
  let watching: Lifetime | null = null
  let over = false

  const isFree = (): boolean => !over && !chat.open.peek() && chat.session.peek().status === 'idle'

  function say(text: string): void {
    spoken.value = text
    const timer = setTimeout(() => {
      if (spoken.peek() === text) spoken.value = ''
    }, STALE_MS)
    onEnd(own.signal, () => clearTimeout(timer))
  }
  /** The host may not want it. */
  function isWanted({ text, name }: Rules): boolean {
    let wanted = true
    const greeting = { text, name: name ?? null }
    emit('before:greet', { ...greeting, cancel: () => void (wanted = false) })
    if (wanted) emit('greet', greeting)
    return wanted
  }
  function show(greeting: Rules): void {
    if (!isFree() || !isWanted(greeting)) return
    const { text, name, remember } = greeting
    shown.value = greeting
    say(name ? words.peek().text('arrivedText', { name: cleanName(name), body: text }) : text)
    if (remember) rememberGreeting(page.now())
  }
  /** The visitor has answered it, in one way or the other. */
  function end(): void {
    over = true
    watching?.end()
    if (!shown.peek()) return
    shown.value = null
    rememberGreeting(page.now())
  }
  function dismiss(event: Event): void {
    const root = (event.currentTarget as Element).getRootNode() as ShadowRoot
    root.querySelector<HTMLElement>('.launcher')?.focus()
    end()
  }
  const stops = [
    effect(() => {
      const greetings = readGreetings(written.value)
      untracked(() => {
        watching?.end()
        shown.value = null
        if (!isFree() || greetings.length === 0) return
        watching = createLifetime(own.signal)
        watchVisit(greetings, show, watching.signal)
      })
    }),
    effect(() => {
      if (chat.open.value || chat.session.value.status !== 'idle') untracked(end)
    }),
  ]
  onEnd(own.signal, () => {
    for (const stop of stops) stop()
  })

  return () => {
    const greeting = shown.value
    if (!greeting) return null
    const { text } = words.value
    return (
      <div
        class="corner greeting"
        // A landmark: it stands beside the page, and nobody called for it.
        role="region"
        aria-label={text('message')}
        onKeyDown={(event) => {
          if (event.key === 'Escape') dismiss(event)
        }}
      >
        <button type="button" class="words" onClick={() => chat.setOpen(true)}>
          {greeting.name && (
            <span class="small strong">
              <bdi>{cleanName(greeting.name)}</bdi>
            </span>
          )}
          <span dir="auto">{greeting.text}</span>
        </button>
        <button type="button" class="round mini" aria-label={text('dismiss')} onClick={dismiss}>
          <Icon path={closePath} />
        </button>
      </div>
    )
  }
})
