import { forUs, isObject, listAt, numberAt } from '../../chat/foreign-json.ts'
import type { Attributes } from '../../chat/types.ts'

export type Kind = 'picture' | 'video' | 'audio' | 'file'

/** What a Message says of its file beside name, type and size, so that it has its place before it is loaded. */
export interface Facts {
  /** Px across and down. */
  readonly w?: number
  readonly h?: number
  /** How long a voice message is. */
  readonly ms?: number
  /** How loud it is, from its beginning to its end, 0 to 31. */
  readonly wave?: readonly number[]
}

/** How it is shown. SVG is a document and is not; what no browser draws is a file. */
export function kindOf(contentType: string): Kind {
  if (/^image\/(jpeg|png|gif|webp|avif|bmp)\b/i.test(contentType)) return 'picture'
  const [, kind] = /^(audio|video)\/./i.exec(contentType) ?? []
  return (kind?.toLowerCase() as Kind | undefined) ?? 'file'
}

const LONGEST_SIDE = 65_535
const LONGEST_MS = 24 * 3_600_000
const MOST_BARS = 64
const isWithin = (most: number) => (value: number) => value >= 1 && value <= most
const isSide = isWithin(LONGEST_SIDE)

/** Of each file in turn: `{"parlour":{"media":[{"w":640,"h":480}]}}`. */
export function factsOf(attributes: Attributes, count: number): readonly Facts[] {
  const told = listAt(forUs(attributes), 'media', count, (one) => one ?? {})
  return Array.from({ length: count }, (_, at) => readFacts(told[at]))
}

function readFacts(told: unknown): Facts {
  if (!isObject(told)) return {}
  const [w, h, ms] = [numberAt(told, 'w'), numberAt(told, 'h'), numberAt(told, 'ms')]
  const wave = listAt(told, 'wave', MOST_BARS, (level) => (typeof level === 'number' && level >= 0 && level <= 31 ? level : 0))
  return {
    ...(isSide(w) && isSide(h) ? { w, h } : {}),
    ...(isWithin(LONGEST_MS)(ms) ? { ms, wave } : {}),
  }
}

/** em of the log's text: the place of a picture. */
const WIDEST = 16
const TALLEST = 18
const LEAST = 7

/** How wide a picture or a film is drawn, in em, and its proportions; of what says nothing, a guess that is kept. */
export function placeOf({ w, h }: Facts): { readonly across: number; readonly ratio: number } {
  if (!w || !h) return { across: WIDEST, ratio: 4 / 3 }
  // What is extremely long is cut here; the viewer shows all of it.
  const ratio = Math.min(Math.max(w / h, 0.45), 3)
  const own = Math.max(w, h * ratio) / 16
  return { across: Math.min(Math.max(own, LEAST), WIDEST, TALLEST * ratio), ratio }
}
