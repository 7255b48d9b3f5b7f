import { signal } from '@preact/signals-core'
import type { RefObject } from 'preact'
import { Icon } from '../icons.tsx'
import { view } from '../observe.ts'
import { smilePath } from './icons.ts'
import { rare } from './rare.tsx'

const Picker = rare(() => import('../emoji/index.ts'), 'Picker')

/** Opens the picker; what is picked goes where the caret is. */
export const EmojiButton = view<{ readonly field: RefObject<HTMLTextAreaElement | null> }>(({ words }) => {
  const open = signal(false)
  return ({ field }) => {
    function close(back: boolean): void {
      // Before it is gone: from here the focus would be lost.
      if (back) field.current?.focus()
      open.value = false
    }
    function insert(emoji: string): void {
      const { current } = field
      current?.setRangeText(emoji, current.selectionStart, current.selectionEnd, 'end')
      current?.dispatchEvent(new InputEvent('input', { bubbles: true }))
      close(true)
    }
    return (
      <>
        <button
          type="button"
          class="round tool"
          aria-label={words.value.text('emoji')}
          aria-haspopup="dialog"
          aria-expanded={open.value}
          // The focus stays in the open picker, which would else close and be opened again.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => (open.value ? close(true) : (open.value = true))}
        >
          <Icon path={smilePath} />
        </button>
        {open.value && <Picker onPick={insert} onClose={close} />}
      </>
    )
  }
})
