import { Icon } from '../icons.tsx'
import { view } from '../observe.ts'
import { clipPath } from '../extras/icons.ts'

/** Over the panel, while a file is dragged anywhere on the page. */
export const DropHere = view<{ readonly over: boolean }>(({ words }) => ({ over }) => (
  <div class={over ? 'drop over' : 'drop'}>
    <Icon path={clipPath} />
    <p class="strong">{words.value.text('dropHere')}</p>
  </div>
))
