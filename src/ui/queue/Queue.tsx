import { computed, effect, untracked } from '@preact/signals-core'
import { onEnd } from '../../lib/lifetime.ts'
import { view } from '../observe.ts'
import type { Words } from '../words.ts'
import { readPlace, type Place } from './place.ts'

/** A queue that moves fast is told no more often than this. */
export const QUIET_MS = 30_000

const sentences = ({ position, waitMinutes }: Place, { text }: Words): readonly string[] => [
  text('queue', { position }),
  ...(waitMinutes === null ? [] : [text('queueWait', { count: waitMinutes })]),
]

/** Where in the queue the visitor stands, above a log in which one can write already. Spoken when it changes. */
export const Queue = view(({ chat, words, spoken }, own) => {
  const place = computed(() => readPlace(chat.about.value))
  let saidAt = -Infinity
  let said = ''
  let timer: ReturnType<typeof setTimeout> | undefined

  function say(): void {
    const now = place.peek()
    const sentence = now ? sentences(now, words.peek()).join(' ') : ''
    if (!sentence || sentence === said) return
    said = sentence
    saidAt = performance.now()
    spoken.value = sentence
  }
  const stop = effect(() => {
    const waits = place.value !== null
    untracked(() => {
      clearTimeout(timer)
      const left = saidAt + QUIET_MS - performance.now()
      if (waits && left > 0) timer = setTimeout(say, left)
      else if (waits) say()
    })
  })
  onEnd(own.signal, () => {
    stop()
    clearTimeout(timer)
  })
  return () => {
    const { value } = place
    return (
      value && (
        <div class="flex status queue">
          <p>
            {sentences(value, words.value).map((sentence, at) => (
              <span key={at} class={at === 0 ? 'strong' : undefined}>
                {sentence}{' '}
              </span>
            ))}
          </p>
        </div>
      )
    )
  }
})
