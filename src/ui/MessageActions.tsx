import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { TimelineEntry } from '../store/chat.ts'
import { useUi } from './context.ts'
import { editPath, morePath, removePath } from './extra-icons.ts'
import { Icon } from './icons.tsx'

/** Edit and delete, behind one button: deleting takes two steps, and the log one Tab stop (arrow keys go through it). */
export function MessageActions({ entry }: { readonly entry: TimelineEntry }): JSX.Element {
  const { chat, words, editing } = useUi()
  const { text } = words.value
  const open = useSignal(false)
  const box = useRef<HTMLDivElement>(null)
  const wasOpen = useRef(false)
  useLayoutEffect(() => {
    if (open.value === wasOpen.current) return
    wasOpen.current = open.value
    // Where the focus was on a control that has just gone.
    box.current?.querySelector('button')?.focus()
  }, [open.value])
  return (
    <div
      ref={box}
      class="flex"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open.value) return
        event.stopPropagation()
        open.value = false
      }}
    >
      {open.value ? (
        <>
          <button
            type="button"
            class="round mini"
            title={text('edit')}
            aria-label={text('edit')}
            onClick={() => {
              open.value = false
              wasOpen.current = false
              editing.value = { key: entry.key, text: entry.body }
            }}
          >
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
