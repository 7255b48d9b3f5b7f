import { contrast, toHex, toOklch, toRgb, type Oklch, type Rgb } from './colour.ts'

/** `…-more` is for a visitor who asks for more contrast. */
export const modes = ['light', 'dark', 'light-more', 'dark-more'] as const
export type Mode = (typeof modes)[number]

/** The custom properties of styles/tokens.css, without their `--`. */
export const tokenNames = [
  'brand',
  'on-brand',
  'accent',
  'on-accent',
  'deep',
  'surface',
  'text',
  'soft',
  'line',
  'edge',
  'muted',
  'ink',
  'tint',
  'bad',
] as const
export type TokenName = (typeof tokenNames)[number]
export type Tokens = Readonly<Record<TokenName, Rgb>>

/** What is ever drawn upon what: text by text, or a line, an icon or a ring around the focus by shape. */
export const pairs: readonly { readonly front: TokenName; readonly back: TokenName; readonly kind: 'text' | 'shape' }[] = [
  ...(['text', 'muted', 'ink', 'bad'] as const).flatMap((front) =>
    (['surface', 'soft', 'tint'] as const).map((back) => ({ front, back, kind: 'text' as const })),
  ),
  { front: 'on-accent', back: 'accent', kind: 'text' },
  { front: 'on-accent', back: 'deep', kind: 'text' },
  { front: 'on-brand', back: 'brand', kind: 'shape' },
  { front: 'edge', back: 'surface', kind: 'shape' },
]

/** What WCAG 2 asks for: AA, and where more contrast is asked for AAA. */
export const leastContrast = (mode: Mode, kind: 'text' | 'shape'): number => (kind === 'shape' ? 3 : isMore(mode) ? 7 : 4.5)

/** The brand's colour, where it could not be used as it is. */
export interface Correction {
  readonly mode: Mode
  readonly reason: 'text' | 'surface'
  /** Of the brand's colour. */
  readonly contrast: number
  readonly wanted: number
  readonly instead: Rgb
}

export interface Palette {
  readonly modes: Readonly<Record<Mode, Tokens>>
  readonly corrections: readonly Correction[]
}

const WHITE: Rgb = [1, 1, 1]
const BLACK: Rgb = [0, 0, 0]
/** White stands on a colour of this contrast to it, which is darkened for text if need be; on a lighter one stands black. */
const TAKES_WHITE = 3
/** Own Messages are seen as bubbles. Words on them have a contrast of their own. */
const BUBBLE = { light: 1.25, dark: 1.9, 'light-more': 3, 'dark-more': 3 } as const

const isDark = (mode: Mode): boolean => mode.startsWith('dark')
const isMore = (mode: Mode): boolean => mode.endsWith('more')

/** All colours of the widget from one. */
export function palette(brand: Rgb): Palette {
  const corrections: Correction[] = []
  const tokens = modes.map((mode) => [mode, mix(brand, mode, (correction) => corrections.push(correction))] as const)
  return { modes: Object.fromEntries(tokens) as Record<Mode, Tokens>, corrections }
}

function mix(given: Rgb, mode: Mode, note: (correction: Correction) => void): Tokens {
  const brand = toOklch(given)
  const dark = isDark(mode)
  const more = isMore(mode)
  const text = leastContrast(mode, 'text')
  /** A shade of the brand's hue, with at most so much of its chroma. */
  const shade = (lightness: number, chroma: number): Oklch => ({ ...brand, lightness, chroma: Math.min(chroma, brand.chroma / 2) })

  const surface = more ? (dark ? BLACK : WHITE) : dark ? toRgb(shade(0.22, 0.012)) : WHITE
  const soft = toRgb(dark ? shade(more ? 0.25 : 0.29, 0.016) : shade(0.958, 0.01))
  const tint = toRgb(dark ? shade(more ? 0.27 : 0.34, 0.06) : shade(0.94, 0.04))
  const backs = [surface, soft, tint]
  const towards = dark ? 'lighter' : 'darker'
  const readable = (colour: Oklch): Rgb => until(colour, towards, (candidate) => backs.every((back) => contrast(candidate, back) >= text))

  const takesWhite = more ? !dark : contrast(given, WHITE) >= TAKES_WHITE
  const onAccent = takesWhite ? WHITE : BLACK
  const toText = until(brand, takesWhite ? 'darker' : 'lighter', (candidate) => contrast(candidate, onAccent) >= text, given)
  // Away from the surface; that can cost the words on it their contrast, which then has the last say.
  const apart = until(toOklch(toText), towards, (candidate) => contrast(candidate, surface) >= BUBBLE[mode], toText)
  const accent = contrast(apart, onAccent) >= text ? apart : toText
  if (toText !== given) note({ mode, reason: 'text', contrast: contrast(given, onAccent), wanted: text, instead: accent })
  else if (accent !== given) note({ mode, reason: 'surface', contrast: contrast(given, surface), wanted: BUBBLE[mode], instead: accent })

  return {
    brand: given,
    'on-brand': contrast(given, WHITE) >= TAKES_WHITE ? WHITE : BLACK,
    accent,
    'on-accent': onAccent,
    deep: deepened(accent, takesWhite),
    surface,
    text: readable(shade(dark ? 0.955 : 0.23, 0.012)),
    soft,
    line: toRgb(shade(more ? (dark ? 0.7 : 0.5) : dark ? 0.36 : 0.9, 0.012)),
    edge: until(shade(dark ? 0.6 : 0.64, 0.016), towards, (candidate) => contrast(candidate, surface) >= (more ? 4.5 : 3)),
    muted: readable(shade(dark ? 0.74 : 0.53, 0.018)),
    ink: readable({ ...brand, lightness: dark ? Math.max(brand.lightness, 0.78) : Math.min(brand.lightness, 0.5) }),
    tint,
    bad: readable({ lightness: dark ? 0.8 : 0.52, chroma: 0.19, hue: 28 }),
  }
}

/** Under the pointer: a step away from the words on it. */
function deepened(accent: Rgb, whiteOnIt: boolean): Rgb {
  const colour = toOklch(accent)
  return toRgb({ ...colour, lightness: Math.min(1, Math.max(0, colour.lightness + (whiteOnIt ? -0.05 : 0.05))) })
}

/** `colour`, made darker or lighter until it is `enough`; its hue stays, of its chroma as much as there is at that lightness. */
function until(colour: Oklch, towards: 'darker' | 'lighter', enough: (candidate: Rgb) => boolean, first = toRgb(colour)): Rgb {
  const end = towards === 'darker' ? 0 : 1
  const steps = 200
  for (let step = 0; step <= steps; step += 1) {
    const lightness = colour.lightness + ((end - colour.lightness) * step) / steps
    const candidate = step === 0 ? first : toRgb({ ...colour, lightness })
    if (enough(candidate)) return candidate
  }
  return towards === 'darker' ? BLACK : WHITE
}

/** The corrections in a sentence, for whoever chose the colour; null where there are none. */
export function explain(brand: string, { corrections }: Palette): string | null {
  // That it is made stronger for the few who ask for more contrast is no news.
  const lines = corrections
    .filter(({ mode }) => !isMore(mode))
    .map(({ mode, reason, contrast: had, wanted, instead }) => {
      const against = reason === 'text' ? 'the words on it' : 'the panel'
      return `${mode}: ${had.toFixed(2)}:1 with ${against}, at least ${wanted}:1 is needed; drawn in ${toHex(instead)} instead`
    })
  return lines.length > 0 ? `Parlour: accent ${brand} was corrected (${lines.join('. ')})` : null
}

/** As a style sheet over styles/tokens.css. */
export function toCss({ modes: { light, dark, 'light-more': lightMore, 'dark-more': darkMore } }: Palette): string {
  const rule = (day: Tokens, night: Tokens): string =>
    `.parlour{${tokenNames.map((name) => `--${name}:light-dark(${toHex(day[name])},${toHex(night[name])})`).join(';')}}`
  return `${rule(light, dark)}@media(prefers-contrast:more){${rule(lightMore, darkMore)}}`
}
