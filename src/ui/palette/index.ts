/** The palette of one colour: loaded only where a host names one. */
import type { Rgb } from './colour.ts'
import { explain, palette, toCss } from './palette.ts'

/**
 * The style sheet for `accent`, any colour that CSS can name, also by a custom property of the page; '' where it is none.
 * `root`: where it is read.
 */
export function stylesOf(accent: string, root: ShadowRoot): string {
  const colour = read(accent, root)
  if (!colour) {
    console.warn(`Parlour: accent ${accent} is no colour here; the built-in one stays`)
    return ''
  }
  const made = palette(colour)
  const explanation = explain(accent, made)
  if (explanation) console.warn(explanation)
  return toCss(made)
}

/** The browser reads it, in whatever notation it is: a mix with itself is always answered in sRGB. */
function read(accent: string, root: ShadowRoot): Rgb | null {
  const probe = root.appendChild(document.createElement('i'))
  probe.style.color = `color-mix(in srgb, ${accent}, ${accent})`
  const answer = probe.style.color && getComputedStyle(probe).color
  probe.remove()
  if (!answer.startsWith('color(srgb')) return null
  const [red, green, blue, alpha = 1] = answer.match(/-?[\d.]+(e-?\d+)?|none/g)!.map((part) => Number(part) || 0)
  // What shines through is taken for white; what no screen of sRGB shows, for the nearest that it does.
  return [red!, green!, blue!].map((channel) => Math.min(1, Math.max(0, channel * alpha + 1 - alpha))) as unknown as Rgb
}
