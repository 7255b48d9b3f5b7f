import type { UiOptions } from '../context.ts'

/** bytes; what the service takes, see chat/message-limits.ts */
const MOST_BYTES = 32_768
/** From here on the visitor is told how much is left. */
const TOLD_FROM = 0.9

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
/** Whatever stands between what is surely one character each: letters of Europe, kana, ideographs, syllables of Korean. */
const INVOLVED =
  /[^]?[^\n -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u3000-\u3029\u3030-\u3098\u309b-\u30ff\u4e00-\u9fff\uac00-\ud7a3]+/g

let counted = { text: '', count: 0 }

/** Code units that the segmenter is given at once: what it takes grows with the square of them. */
const STRETCH = 256

/** A stretch may end within a character, so that its last one is looked at again with what follows. */
function segments(run: string): number {
  let count = 0
  let from = 0
  for (let size = STRETCH; from < run.length;) {
    const cut = from + size
    const to = /[\uD800-\uDBFF]/.test(run[cut - 1] ?? '') ? cut + 1 : cut
    const found = [...segmenter.segment(run.slice(from, to))]
    if (to >= run.length) return count + found.length
    const { index } = found.at(-1)!
    count += found.length - 1
    from += index
    size = index === 0 ? 2 * size : STRETCH
  }
  return count
}

/** As a reader counts them. The segmenter takes its time, so that it sees only what needs it, and a text once. */
function characters(text: string): number {
  if (text !== counted.text) {
    const less = [...text.matchAll(INVOLVED)].reduce((sum, [run]) => sum + run.length - segments(run), 0)
    counted = { text, count: text.length - less }
  }
  return counted.count
}

/**
 * How many characters, as a reader counts them, fit after `text`; below 0 = it is too long. Null as long as that is far off:
 * nobody asks, and a long text need not be taken apart at each key.
 */
export function charactersLeft(text: string, { maxLength }: UiOptions): number | null {
  const most = maxLength ?? Infinity
  // Never more characters than code units, nor more than three bytes for each of these.
  if (text.length < TOLD_FROM * most && 3 * text.length < TOLD_FROM * MOST_BYTES) return null
  const count = characters(text)
  const bytes = new TextEncoder().encode(text).length
  // More of the same kind.
  const left = Math.min(most - count, Math.floor(((MOST_BYTES - bytes) * count) / bytes))
  return count < TOLD_FROM * (count + left) ? null : left
}

export const isTooLong = (text: string, options: UiOptions): boolean => (charactersLeft(text, options) ?? 0) < 0
