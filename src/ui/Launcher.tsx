import { view } from './observe.ts'

export const Launcher = view<{ readonly onOpen: () => void }>(({ chat, words }) => ({ onOpen }) => {
  const { text, locale } = words.value
  const unread = chat.unread.value
  return (
    <div class="corner">
      <button
        type="button"
        class="main launcher"
        part="launcher"
        aria-label={text('open')}
        aria-haspopup="dialog"
        aria-describedby={unread ? 'unread' : undefined}
        onClick={onOpen}
      >
        <slot name="launcher">
          <i class="mark" />
        </slot>
      </button>
      {unread > 0 && (
        <>
          <span class="badge strong" aria-hidden="true">
            {unread > 99 ? '99+' : unread.toLocaleString(locale)}
          </span>
          <span id="unread" hidden>
            {text('unread', { count: unread })}
          </span>
        </>
      )}
    </div>
  )
})
