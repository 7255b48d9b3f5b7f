import { attempt } from '../lib/attempt.ts'
import { keepFocus, type FocusKeeper } from './focus.ts'
import { later } from './later.tsx'
import { Launcher } from './Launcher.tsx'
import { view } from './observe.ts'
import { Panel } from './Panel.tsx'

const Greeting = later('Greeting')

interface Props {
  readonly root: ShadowRoot
  /** The plain launcher that we replace had the focus. */
  readonly takeFocus: boolean
}

export const App = view<Props>(({ chat, words, options, page, spoken }, own) => {
  let focus: FocusKeeper | null = null
  let wasOpen = false
  let byHand: boolean | undefined
  let props: Props

  own.onDrawn(() => {
    const { root, takeFocus } = props
    const open = chat.open.peek()
    // Throws where the browser has no top layer, or where it is there already: the z-index holds.
    attempt(() => root.querySelector<HTMLElement>('.parlour')!.showPopover())
    const panel = root.querySelector<HTMLElement>('.panel')
    const launcher = root.querySelector<HTMLElement>('.launcher')
    if (panel) focus ??= keepFocus(root, panel, own.signal)
    byHand ??= takeFocus && !open ? (launcher?.focus(), false) : takeFocus
    if (open === wasOpen) return
    wasOpen = open
    if (!open) return focus?.leave(launcher)
    // The focus follows an act of the visitor, on our launcher or on the page; a chat that opens by itself leaves it alone.
    if (byHand || navigator.userActivation?.isActive) focus?.enter()
    byHand = false
  })
  return (current) => {
    props = current
    const { theme = 'auto', position = 'end', offset } = options.value
    const [wide, narrow = wide] = offset?.split('/') ?? []
    const [block, inline = block] = (page.phone.value ? narrow : wide)?.match(/\S+/g) ?? []
    const open = chat.open.value
    return (
      <div
        class={`parlour ${position} ${theme}`}
        popover="manual"
        dir={words.value.dir}
        lang={words.value.locale}
        style={block && { '--block': block, '--inline': inline }}
      >
        <Greeting />
        {!open && (
          <Launcher
            onOpen={() => {
              byHand = true
              chat.setOpen(true)
            }}
          />
        )}
        {/* Stays in the document once it was opened: the place in the log and an unfinished edit survive closing it. */}
        {(open || focus) && <Panel />}
        <div class="hidden" aria-live="polite" aria-atomic="true">
          {spoken.value}
        </div>
      </div>
    )
  }
})
