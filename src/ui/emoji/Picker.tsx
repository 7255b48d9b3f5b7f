import { computed, effect, signal } from '@preact/signals-core'
import { createRef } from 'preact'
import { onEnd } from '../../lib/lifetime.ts'
import { view } from '../observe.ts'
import type { StringKey } from '../strings.ts'
import { catalogue, loadNames, search, toned, type Names } from './catalogue.ts'
import { createHabits } from './habits.ts'
import { COLUMNS, nextCell } from './next-cell.ts'
import { tones } from './tone.ts'

interface Props {
  readonly onPick: (emoji: string) => void
  /** `back`: the focus goes to the field. */
  readonly onClose: (back: boolean) => void
}

interface Tab {
  readonly name: StringKey
  readonly sign: string
}

/** Drawn with the emoji of the visitor's system. One group at a time: a thousand buttons would be slow on a phone. */
export const Picker = view<Props>(({ words, page, spoken }, own) => {
  const box = createRef<HTMLDivElement>()
  const grid = createRef<HTMLDivElement>()
  const field = createRef<HTMLInputElement>()
  const habits = createHabits()
  const recent = habits.recent()
  const tabs: readonly Tab[] = recent.length > 0 ? [{ name: 'emojiRecent', sign: '🕘' }, ...catalogue] : catalogue
  const names = signal<Names | null>(null)
  const query = signal('')
  const tone = signal(habits.tone())
  const current = signal(tabs[0]!.name)
  const shown = computed(() => {
    const asked = query.value.trim()
    if (asked) return names.value ? search(asked, names.value) : []
    return current.value === 'emojiRecent' ? recent : (catalogue.find(({ name }) => name === current.value)?.emoji ?? [])
  })
  let drawn = false
  let props: Props

  async function name(locale: string): Promise<void> {
    const loaded = await loadNames(locale)
    if (!own.signal.aborted && words.peek().locale === locale) names.value = loaded
  }
  onEnd(
    own.signal,
    effect(() => {
      const { locale } = words.value
      // It is a picker without names then.
      name(locale).catch(() => {})
    }),
  )
  own.onDrawn(() => {
    if (drawn) return
    drawn = true
    // On a phone a field would bring up the keyboard.
    if (page.phone.peek()) cells()[0]?.focus()
    else field.current?.focus()
  })
  const cells = (): HTMLElement[] => [...(grid.current?.querySelectorAll<HTMLElement>('button') ?? [])]

  function pick(emoji: string): void {
    habits.used(emoji)
    props.onPick(toned(emoji, tone.peek()))
  }
  function pickFrom(event: Event): void {
    const at = cells().indexOf((event.target as Element).closest('button')!)
    const emoji = shown.peek()[at]
    if (emoji) pick(emoji)
  }
  function onSearchKey(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return event.stopPropagation()
    const [first] = shown.peek()
    if (event.key === 'ArrowDown') cells()[0]?.focus()
    else if (event.key === 'Enter' && query.peek().trim() && first) pick(first)
    else if (event.key !== 'Enter') return
    event.preventDefault()
  }
  function onGridKey(event: KeyboardEvent): void {
    const all = cells()
    const at = all.indexOf(event.target as HTMLElement)
    const next = nextCell(event.key, at, all.length, { rtl: words.peek().dir === 'rtl', ctrl: event.ctrlKey })
    if (next === null) return
    event.preventDefault()
    if (next === at && event.key === 'ArrowUp') return field.current?.focus()
    rove(all, all[next]!)
  }
  /** One stop of the Tab key for all of them. */
  function rove(all: readonly HTMLElement[], to: HTMLElement): void {
    for (const each of all) if (each.tabIndex === 0) each.tabIndex = -1
    to.tabIndex = 0
    to.focus()
  }
  function onTabKey(event: KeyboardEvent): void {
    const all = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('button')]
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const at = all.indexOf(event.target as HTMLElement) + (words.peek().dir === 'rtl' ? -step : step)
    const to = (at + all.length) % all.length
    show(tabs[to]!.name)
    all[to]!.focus()
  }
  function show(name: StringKey): void {
    query.value = ''
    current.value = name
    grid.current?.scrollTo({ top: 0 })
  }
  function onInput({ currentTarget }: { readonly currentTarget: HTMLInputElement }): void {
    query.value = currentTarget.value
    grid.current?.scrollTo({ top: 0 })
    if (names.peek() && shown.peek().length === 0) spoken.value = words.peek().text('nothingFound')
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.isComposing) return
    event.stopPropagation()
    props.onClose(true)
  }
  function onFocusOut({ relatedTarget }: FocusEvent): void {
    if (relatedTarget && !box.current?.contains(relatedTarget as Node)) props.onClose(false)
  }
  return (now) => {
    props = now
    const { text } = words.value
    const emoji = shown.value
    const searching = query.value.trim() !== ''
    return (
      <div ref={box} class="emoji" role="dialog" aria-label={text('emoji')} onKeyDown={onKeyDown} onFocusOut={onFocusOut}>
        <div class="flex">
          <input
            ref={field}
            type="search"
            dir="auto"
            autocomplete="off"
            aria-label={text('emojiSearch')}
            placeholder={text('emojiSearch')}
            value={query.value}
            onInput={onInput}
            onKeyDown={onSearchKey}
          />
          <select
            aria-label={text('skinTone')}
            onChange={({ currentTarget }) => habits.setTone((tone.value = currentTarget.selectedIndex))}
          >
            {tones.map((modifier, at) => (
              <option key={at} selected={at === tone.value}>
                ✋{modifier}
              </option>
            ))}
          </select>
        </div>
        <div class="groups" role="tablist" aria-label={text('emoji')} onKeyDown={onTabKey}>
          {tabs.map(({ name, sign }) => {
            const selected = !searching && name === current.value
            return (
              <button
                key={name}
                type="button"
                role="tab"
                aria-label={text(name)}
                title={text(name)}
                aria-selected={selected}
                tabIndex={name === current.value ? 0 : -1}
                onClick={() => show(name)}
              >
                {sign}
              </button>
            )
          })}
        </div>
        {emoji.length > 0 ? (
          <div
            key={searching ? query.value : current.value}
            ref={grid}
            class="cells"
            role="grid"
            aria-label={text(searching ? 'emojiSearch' : current.value)}
            onClick={pickFrom}
            onKeyDown={onGridKey}
          >
            {Array.from({ length: Math.ceil(emoji.length / COLUMNS) }, (_, row) => (
              <div key={row} role="row">
                {emoji.slice(row * COLUMNS, (row + 1) * COLUMNS).map((each, column) => {
                  const name = names.value?.get(each)?.label
                  return (
                    <span key={each} role="gridcell">
                      <button type="button" tabIndex={row + column === 0 ? 0 : -1} aria-label={name} title={name}>
                        {toned(each, tone.value)}
                      </button>
                    </span>
                  )
                })}
              </div>
            ))}
          </div>
        ) : (
          <p class="cells muted">{searching && names.value ? text('nothingFound') : ''}</p>
        )}
      </div>
    )
  }
})
