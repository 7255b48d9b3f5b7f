import { signal, type Signal } from '@preact/signals-core'
import { Icon } from '../icons.tsx'
import { view } from '../observe.ts'
import { morePath } from './icons.ts'
import { rare } from './rare.tsx'

const Menu = rare(() => import('../menu/index.ts'), 'Menu')

/** Opens the menu of the header, where there is something in it. */
export const MenuButton = view<{ readonly asking: Signal<boolean> }>(({ chat, words, listing }) => {
  const open = signal(false)
  return ({ asking }) => {
    // What is in it is about the conversation on the screen.
    if (listing.value || (!chat.canEnd.value && chat.timeline.value.entries.length === 0)) return null
    return (
      <>
        <button
          type="button"
          class="round"
          aria-label={words.value.text('menu')}
          aria-haspopup="menu"
          aria-expanded={open.value}
          // The focus stays in the open menu, which would else close and be opened again.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => (open.value = !open.value)}
        >
          <Icon path={morePath} />
        </button>
        {open.value && <Menu open={open} asking={asking} />}
      </>
    )
  }
})
