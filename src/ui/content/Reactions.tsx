import { reactionTo } from '../../chat/reaction.ts'
import type { Chat, TimelineEntry } from '../../store/chat.ts'
import { view } from '../observe.ts'
import { canSend } from '../view.ts'
import { reactionsOf } from './reactions.ts'

/** Says it, or takes it back. */
export function react(chat: Chat, sid: string, emoji: string): void {
  const mine = reactionsOf(chat)
    .peek()
    .get(sid)
    ?.find((chip) => chip.emoji === emoji)?.own
  if (mine) chat.remove(mine)
  else void chat.send(emoji, { attributes: reactionTo(sid, emoji) })
}

/** What people felt about one Message. Pressed: we are among them. */
export const Reactions = view<{ readonly entry: TimelineEntry }>(({ chat, words }) => {
  const all = reactionsOf(chat)
  return ({ entry: { sid } }) => {
    const chips = sid === null ? [] : (all.value.get(sid) ?? [])
    if (chips.length === 0) return null
    return (
      <div class="flex chips">
        {chips.map(({ emoji, count, own }) => (
          <button
            key={emoji}
            type="button"
            class="chip"
            aria-pressed={own !== null}
            aria-label={words.value.text('reactions', { emoji, count })}
            disabled={!canSend(chat.session.value)}
            onClick={() => react(chat, sid!, emoji)}
          >
            {emoji}
            {count > 1 && <span>{count.toLocaleString(words.value.locale)}</span>}
          </button>
        ))}
      </div>
    )
  }
})
