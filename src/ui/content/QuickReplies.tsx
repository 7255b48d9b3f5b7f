import { signal } from '@preact/signals-core'
import { readContent } from '../../chat/content.ts'
import type { TimelineEntry } from '../../store/chat.ts'
import { view } from '../observe.ts'

const STALE_MS = 10_000

/** Answers to choose from, as long as nothing was said since. The first choice counts: what was chosen is said, and the others go. */
export const QuickReplies = view<{ readonly entry: TimelineEntry }>(({ chat, words, spoken }) => {
  const chosen = signal(false)
  /** In the live region, and after a while out of it again, so that nobody reads it a second time. */
  function say(sentence: string): void {
    spoken.value = sentence
    setTimeout(() => spoken.peek() === sentence && (spoken.value = ''), STALE_MS)
  }
  async function choose(text: string, button: HTMLElement): Promise<void> {
    if (chosen.peek()) return
    // Not into the composer: a phone would bring its keyboard up.
    button.closest('.panel')?.querySelector<HTMLElement>('.log')?.focus()
    chosen.value = true
    if (await chat.send(text)) say(words.peek().text('answered', { answer: text }))
    else chosen.value = false
  }
  return ({ entry }) => {
    const { quickReplies } = readContent(entry.attributes)
    if (quickReplies.length === 0 || chosen.value) return null
    return (
      <div class="flex suggestions" role="group" aria-label={words.value.text('suggestions')}>
        {quickReplies.map(({ label, text }) => (
          <button key={label} type="button" class="suggestion" onClick={({ currentTarget }) => void choose(text, currentTarget)}>
            <bdi>{label}</bdi>
          </button>
        ))}
      </div>
    )
  }
})
