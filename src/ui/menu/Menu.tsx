import { signal, type Signal } from '@preact/signals-core'
import { createRef, type JSX } from 'preact'
import { Icon } from '../icons.tsx'
import { view } from '../observe.ts'
import { itemsOf, type Item } from './items.ts'
import { nextItem } from './next-item.ts'

type Notices = typeof import('../notice/index.ts')

interface Props {
  /** It is on the screen. */
  readonly open: Signal<boolean>
  /** The question whether to end the conversation. */
  readonly asking: Signal<boolean>
}

/**
 * What is rarely wanted, behind one button of the header. A menu as ARIA's authoring practices have it: one Tab stop,
 * arrow keys, Home, End and first letters; Escape and a choice give the focus back; it closes when the focus leaves it.
 */
export const Menu = view<Props>((ui, own) => {
  const box = createRef<HTMLDivElement>()
  /** Of the item at work; it takes a moment. */
  const busy = signal<string | null>(null)
  const failed = signal(false)
  /** null until its file is here; mostly it has been for long. */
  const notices = signal<Notices | null>(null)
  let shown = false
  let props: Props

  async function loadNotices(): Promise<void> {
    const loaded = await import('../notice/index.ts')
    ui.learn(loaded)
    notices.value = loaded
  }
  // The next time that it is opened.
  loadNotices().catch(() => {})
  const stops = (): HTMLElement[] => [...box.current!.querySelectorAll<HTMLElement>('[role^=menuitem]')]
  const button = (): HTMLElement | null => box.current?.parentElement?.querySelector('[aria-haspopup=menu]') ?? null

  own.onDrawn(() => {
    if (!shown && box.current) stops()[0]?.focus()
    shown = box.current !== null
  })
  function close(): void {
    // Before it is gone: from here the focus would be lost.
    button()?.focus()
    props.open.value = false
  }
  async function choose({ key, act }: Item): Promise<void> {
    if (busy.peek()) return
    failed.value = false
    const work = act({ asking: props.asking })
    if (!work) return close()
    busy.value = key
    const done = await work
    busy.value = null
    failed.value = !done
    if (!done) ui.spoken.value = ui.words.peek().text('errorNetwork')
    else if (props.open.peek()) close()
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.stopPropagation()
      if (event.key === 'Escape') event.preventDefault()
      return close()
    }
    const items = stops()
    const at = items.indexOf(event.target as HTMLElement)
    const next = nextItem(
      event.key,
      at,
      items.map(({ textContent }) => textContent ?? ''),
    )
    if (next === null) return
    event.preventDefault()
    items[next]?.focus()
  }
  function onFocusOut({ relatedTarget }: FocusEvent): void {
    if (relatedTarget && (box.current!.contains(relatedTarget as Node) || relatedTarget === button())) return
    // Not while it is being drawn, nor for a window that was left.
    if (document.hasFocus()) props.open.value = false
  }
  return (current): JSX.Element => {
    props = current
    const { text } = ui.words.value
    return (
      <div ref={box} class="menu" onKeyDown={onKeyDown} onFocusOut={onFocusOut}>
        <div role="menu" aria-label={text('menu')}>
          {itemsOf(ui, notices.value?.noticeItems(ui) ?? []).map((group) => (
            <div key={group.key} role={group.label ? 'group' : 'none'} aria-label={group.label && text(group.label)}>
              {group.label && (
                <p class="small strong" aria-hidden="true">
                  {text(group.label)}
                </p>
              )}
              {group.items.map((item) => (
                <button
                  key={item.key}
                  type="button"
                  class="flex"
                  role={item.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
                  aria-checked={item.checked}
                  tabIndex={-1}
                  aria-disabled={busy.value !== null}
                  onClick={() => void choose(item)}
                >
                  <Icon path={item.icon} />
                  {text(busy.value === item.key ? 'loading' : item.key)}
                </button>
              ))}
            </div>
          ))}
        </div>
        {failed.value && <p class="small bad">{text('errorNetwork')}</p>}
      </div>
    )
  }
})
