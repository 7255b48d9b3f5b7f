import { closePath, Icon } from '../icons.tsx'
import { view } from '../observe.ts'

/** Above the field, while it holds a Message that is being edited. */
export const EditBar = view<{ readonly onLeave: () => void }>(({ words }) => ({ onLeave }) => {
  const { text } = words.value
  return (
    <div class="flex editing small strong">
      <span>{text('editing')}</span>
      <button type="button" class="round mini" aria-label={text('cancel')} onClick={onLeave}>
        <Icon path={closePath} />
      </button>
    </div>
  )
})
