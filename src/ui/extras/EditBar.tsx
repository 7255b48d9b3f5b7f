import type { RefObject } from 'preact'
import { closePath, Icon } from '../icons.tsx'
import { view } from '../observe.ts'

interface EditBarProps {
  readonly field: RefObject<HTMLTextAreaElement | null>
  readonly onLeave: () => void
}

/** Above the field, while it holds a Message that is being edited: one bar for each. The caret goes to the end of the text. */
export const EditBar = view<EditBarProps>(({ words }, own) => {
  let current: HTMLTextAreaElement | null
  let isThere = false
  own.onDrawn(() => {
    if (isThere) return
    isThere = true
    current?.focus()
    current?.setSelectionRange(current.value.length, current.value.length)
  })
  return ({ field, onLeave }) => {
    ;({ current } = field)
    const { text } = words.value
    return (
      <div class="flex editing small strong">
        <span>{text('editing')}</span>
        <button type="button" class="round mini" aria-label={text('cancel')} onClick={onLeave}>
          <Icon path={closePath} />
        </button>
      </div>
    )
  }
})
