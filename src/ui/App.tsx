import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { useUi } from './context.ts'
import { keepFocus, type FocusKeeper } from './focus.ts'
import { Launcher } from './Launcher.tsx'
import { followKeyboard } from './page.ts'
import { Panel } from './Panel.tsx'

interface Props {
  readonly root: ShadowRoot
  /** The plain launcher that we replace had the focus. */
  readonly takeFocus: boolean
}

export function App({ root, takeFocus }: Props): JSX.Element {
  const { chat, words, options, page, spoken } = useUi()
  const { theme = 'auto', position = 'end' } = options.value
  const open = chat.open.value
  const launcher = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const focus = useRef<FocusKeeper | null>(null)
  const opened = useRef(false)
  const byHand = useRef(takeFocus)
  opened.current ||= open
  const mounted = opened.current

  useLayoutEffect(() => {
    if (!mounted) return
    const lifetime = new AbortController()
    focus.current = keepFocus(root, panel.current!, lifetime.signal)
    followKeyboard(panel.current!, lifetime.signal)
    return () => lifetime.abort()
  }, [mounted])
  useLayoutEffect(() => {
    if (!open) return
    // The focus follows an act of the visitor, on our launcher or on the page; a chat that opens by itself leaves it alone.
    if (byHand.current || navigator.userActivation?.isActive) focus.current?.enter()
    byHand.current = false
    return () => {
      // The launcher is drawn in the same commit, but its ref is set after this.
      queueMicrotask(() => focus.current?.leave(launcher.current))
    }
  }, [open])
  useEffect(() => {
    if (takeFocus && !open) launcher.current?.focus()
  }, [])
  return (
    <div class={`parlour ${position} ${theme === 'auto' ? page.theme.value : theme}`} dir={words.value.dir} lang={words.value.locale}>
      {!open && (
        <Launcher
          ref={launcher}
          onOpen={() => {
            byHand.current = true
            chat.setOpen(true)
          }}
        />
      )}
      {mounted && <Panel ref={panel} />}
      <div class="hidden" aria-live="polite" aria-atomic="true">
        {spoken}
      </div>
    </div>
  )
}
