import type { TimelineEntry } from '../../store/chat.ts'
import { Icon } from '../icons.tsx'
import { view } from '../observe.ts'
import { canSend } from '../view.ts'
import { errorSentence } from '../extras/error-sentence.ts'
import { alertPath } from '../extras/icons.ts'
import { Phrase } from '../extras/Phrase.tsx'

/** What went wrong with this Message, and what can be done. It stays until the visitor decides. */
export const Trouble = view<{ readonly entry: TimelineEntry }>(({ chat, words }) => ({ entry: { key, media, error } }) => {
  const { text } = words.value
  return (
    <div class="flex trouble small">
      <p class="flex bad">
        <Icon path={alertPath} />
        <span>
          {media.length === 1 ? <Phrase id="fileFailed" values={{ name: media[0]!.filename || text('file') }} /> : text('notSent')}{' '}
          {error && text(errorSentence(error.code))}
        </span>
      </p>
      <div>
        {canSend(chat.session.value) && (
          <button type="button" class="quiet" onClick={() => chat.retry(key)}>
            {text('again')}
          </button>
        )}
        <button type="button" class="quiet" onClick={() => chat.discard(key)}>
          {text('remove')}
        </button>
      </div>
    </div>
  )
})
