import type { TimelineEntry } from '../../store/chat.ts'
import type { LogFile } from '../../store/chat.ts'
import { closePath, Icon } from '../icons.tsx'
import { view } from '../observe.ts'

interface Props {
  readonly entry: TimelineEntry
  readonly file: LogFile
  /** Bytes of the same Message that go up before it. */
  readonly before: number
}

/** How far a file of ours has come, while it is on its way, and the way back. */
export const Upload = view<Props>(({ chat, words }) => ({ entry, file, before }) => {
  const { text, locale } = words.value
  if (entry.index !== null || entry.delivery === 'failed') return null
  const share = Math.min(Math.max(((entry.uploaded?.value ?? 0) - before) / Math.max(file.size, 1), 0), 1)
  const percent = new Intl.NumberFormat(locale, { style: 'percent' }).format(share)
  return (
    <div class="upload">
      <div
        class="bar-of"
        role="progressbar"
        aria-label={text('uploading', { percent })}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * share)}
      >
        <i style={{ inlineSize: `${100 * share}%` }} />
      </div>
      <button type="button" class="round mini" aria-label={text('cancel')} onClick={() => chat.discard(entry.key)}>
        <Icon path={closePath} />
      </button>
    </div>
  )
})
