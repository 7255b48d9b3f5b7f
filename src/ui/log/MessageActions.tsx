import { signal } from '@preact/signals-core'
import { createRef } from 'preact'
import type { TimelineEntry } from '../../store/chat.ts'
import { Icon } from '../icons.tsx'
import { view } from '../observe.ts'
import { editPath, morePath, removePath } from '../extras/icons.ts'

/** Edit and delete, behind one button: deleting takes two steps, and the log one Tab stop (arrow keys go through it). */
export const MessageActions = view<{ readonly entry: TimelineEntry }>(({ chat, words, editing }, own) => {
  const open = signal(false)
  const box = createRef<HTMLDivElement>()
  let wasOpen = false
  own.onDrawn(() => {
    if (open.peek() === wasOpen) return
    wasOpen = open.peek()
    // Where the focus was on a control that has just gone.
    box.current?.querySelector('button')?.focus()
  })
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !open.peek()) return
    event.stopPropagation()
    open.value = false
  }
  return ({ entry }) => {
    const { text } = words.value
    function edit(): void {
      open.value = false
      // The focus goes to the composer.
      wasOpen = false
      editing.value = { key: entry.key, text: entry.body }
    }
    return (
      <div ref={box} class="flex" onKeyDown={onKeyDown}>
        {open.value ? (
          <>
            <button type="button" class="round mini" title={text('edit')} aria-label={text('edit')} onClick={edit}>
              <Icon path={editPath} />
            </button>
            <button
              type="button"
              class="round mini bad"
              title={text('delete')}
              aria-label={text('delete')}
              onClick={() => chat.remove(entry.key)}
            >
              <Icon path={removePath} />
            </button>
          </>
        ) : (
          <button
            type="button"
            class="round mini more"
            aria-expanded="false"
            aria-label={text('actions')}
            onClick={() => (open.value = true)}
          >
            <Icon path={morePath} />
          </button>
        )}
      </div>
    )
  }
})

export const hasActions = ({ own, deleted, delivery, body }: TimelineEntry): boolean => own && !deleted && delivery === 'sent' && !!body

/** The arrow keys on one Message's button lead to the next one's. Returns the way to it where that is not drawn: 1 = down. */
export function moveThroughActions(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): -1 | 0 | 1 {
  const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('.more')]
  const at = stops.indexOf(event.target as HTMLElement)
  if (!step || at < 0) return 0
  event.preventDefault()
  const next = stops[at + step]
  next?.focus()
  return next ? 0 : step
}
