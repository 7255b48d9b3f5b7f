import type { JSX, Ref } from 'preact'
import { useUi } from './context.ts'
import { chatPath, Icon } from './icons.tsx'

export function Launcher({ ref, onOpen }: { readonly ref: Ref<HTMLButtonElement>; readonly onOpen: () => void }): JSX.Element {
  const { chat, words } = useUi()
  const { text } = words.value
  const unread = chat.unread.value
  return (
    <div class="corner">
      <button
        ref={ref}
        type="button"
        class="main launcher"
        part="launcher"
        aria-label={text('open')}
        aria-haspopup="dialog"
        aria-describedby={unread ? 'unread' : undefined}
        onClick={onOpen}
      >
        <Icon path={chatPath} />
      </button>
      {unread > 0 && (
        <>
          <span class="badge strong" aria-hidden="true">
            {unread > 99 ? '99+' : unread.toLocaleString(words.value.locale)}
          </span>
          <span id="unread" hidden>
            {text('unread', { count: unread })}
          </span>
        </>
      )}
    </div>
  )
}
