import { closePath, Icon } from '../icons.tsx'
import { view } from '../observe.ts'
import { Dots } from './Dots.tsx'
import { errorSentence } from './error-sentence.ts'
import { alertPath } from './icons.ts'
import { rare } from './rare.tsx'

const Queue = rare(() => import('../queue/index.ts'), 'Queue')

/** Says what is wrong with the connection, in words, above a log that stays readable. The announcer speaks it. */
export const StatusBar = view(({ chat, words, notice }) => () => {
  const { text } = words.value
  const now = notice.value
  // What is wrong comes first.
  if (!now) return !!(chat.about.value['parlour'] as { readonly queue?: unknown } | undefined)?.queue && <Queue />
  const error = 'error' in now ? now.error : null
  return (
    <div class={error ? 'flex status bad' : 'flex status'}>
      {now.kind === 'reconnecting' ? <Dots /> : <Icon path={alertPath} />}
      <p>{text('error' in now ? errorSentence(now.error.code) : now.kind)}</p>
      {now.kind === 'acted' ? (
        <button type="button" class="round mini" aria-label={text('dismiss')} onClick={() => (notice.value = null)}>
          <Icon path={closePath} />
        </button>
      ) : (
        now.kind !== 'offline' && (
          <button type="button" class="quiet" onClick={() => chat.reconnect()}>
            {text('again')}
          </button>
        )
      )}
    </div>
  )
})
