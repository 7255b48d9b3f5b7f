import { signal, type ReadonlySignal } from '@preact/signals-core'
import type { Translate } from '../../options.ts'
import type { TimelineEntry } from '../../store/chat.ts'

/** Texts that are kept; the oldest are asked for again. */
const MOST = 500

const kept = new WeakMap<Translate, Map<string, ReadonlySignal<string | null>>>()

/** What the host's function makes of a Message: null until it answers, where it has nothing to say, and where it failed. Asked once for each text and language, so that a broken one is not asked with every drawing. */
export function translationOf(translate: Translate, { sid, author, body }: TimelineEntry, locale: string): ReadonlySignal<string | null> {
  const texts = kept.get(translate) ?? new Map<string, ReadonlySignal<string | null>>()
  kept.set(translate, texts)
  const key = JSON.stringify([locale, sid, body])
  const known = texts.get(key)
  if (known) return known
  const made = signal<string | null>(null)
  texts.set(key, made)
  if (texts.size > MOST) texts.delete(texts.keys().next().value!)
  void Promise.resolve({ sid: sid ?? '', author, body })
    .then((message) => translate(message, locale))
    .then(
      (text) => void (made.value = typeof text === 'string' && text.trim() !== '' && text !== body ? text : null),
      () => {},
    )
  return made
}
