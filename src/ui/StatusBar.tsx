import type { JSX } from 'preact'
import { useUi } from './context.ts'
import { Icon } from './icons.tsx'
import { errorSentence } from './strings.ts'

/** Says what is wrong with the connection, in words, above a log that stays readable. The announcer speaks it. */
export function StatusBar(): JSX.Element | null {
  const { chat, words, notice } = useUi()
  const { text } = words.value
  const now = notice.value
  if (!now) return null
  const failed = now.kind === 'error'
  return (
    <div class={failed ? 'status bad' : 'status'}>
      {failed ? <Icon name="alert" /> : <span class="spinner" />}
      <p>{text(failed ? errorSentence[now.error.code] : now.kind)}</p>
      {now.kind !== 'offline' && (
        <button type="button" class="quiet" onClick={() => chat.reconnect()}>
          {text('again')}
        </button>
      )}
    </div>
  )
}
