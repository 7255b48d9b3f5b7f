import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { contrast, toHex, toOklch, toRgb, type Rgb } from '../../../src/ui/palette/colour.ts'
import { explain, leastContrast, modes, pairs, palette, toCss, tokenNames } from '../../../src/ui/palette/palette.ts'

const rgb = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as unknown as Rgb
const anyColour = fc.integer({ min: 0, max: 0xff_ff_ff }).map((value) => rgb(`#${value.toString(16).padStart(6, '0')}`))

/** Pairs that cannot be read or made out. */
function faint(brand: Rgb): string[] {
  const made = palette(brand)
  return modes.flatMap((mode) =>
    pairs.flatMap(({ front, back, kind }) => {
      const ratio = contrast(made.modes[mode][front], made.modes[mode][back])
      return ratio >= leastContrast(mode, kind) ? [] : [`${toHex(brand)} ${mode}: ${front} on ${back} ${ratio.toFixed(2)}`]
    }),
  )
}

test('of 1,000 colours at random, in light, dark and high contrast, no text is under 4.5:1 and no shape under 3:1 [G1]', () => {
  fc.assert(
    fc.property(anyColour, (brand) => {
      expect(faint(brand)).toEqual([])
    }),
    { numRuns: 1_000 },
  )
})

test('the colours that are hardest, black, white, greys and pure ones, are legible too [G1]', () => {
  const greys = Array.from({ length: 256 }, (_, at) => toHex([at / 255, at / 255, at / 255]))
  for (const hex of [...greys, '#ff0000', '#00ff00', '#0000ff', '#ffff00', '#00ffff', '#ff00ff', '#e8590c', '#25d366']) {
    expect(faint(rgb(hex))).toEqual([])
  }
})

test('a colour that is legible as it is stays as it is, and nothing is said [G1]', () => {
  const violet = rgb('#635bff')
  const made = palette(violet)
  expect([toHex(made.modes.light.accent), toHex(made.modes.dark.accent)]).toEqual(['#635bff', '#635bff'])
  expect(explain('#635bff', made)).toBeNull()
  // On yellow stand dark letters, rather than that it becomes another colour.
  expect(toHex(palette(rgb('#ffd400')).modes.light['on-accent'])).toBe('#000000')
  expect(explain('#ffd400', palette(rgb('#ffd400')))).toBeNull()
})

test('a bad one is corrected, and it is said from what to what; the hue and the launcher stay [G1]', () => {
  const orange = rgb('#e8590c')
  const made = palette(orange)
  const { accent, brand } = made.modes.light
  expect(toHex(brand)).toBe('#e8590c')
  expect(Math.abs(toOklch(accent).hue - toOklch(orange).hue)).toBeLessThan(3)
  expect(explain('#e8590c', made)).toContain(
    `light: 3.58:1 with the words on it, at least 4.5:1 is needed; drawn in ${toHex(accent)} instead`,
  )
  expect(explain('#000000', palette(rgb('#000000')))).toMatch(/dark: .*with the panel/)
})

test('own Messages are seen as bubbles in every palette [G1]', () => {
  fc.assert(
    fc.property(anyColour, (brand) => {
      const { light, dark } = palette(brand).modes
      expect(contrast(light.accent, light.surface)).toBeGreaterThanOrEqual(1.2)
      expect(contrast(dark.accent, dark.surface)).toBeGreaterThanOrEqual(1.5)
    }),
    { numRuns: 300 },
  )
})

test('a colour goes to OKLCH and back, and every colour of the palette is one that a screen shows', () => {
  fc.assert(
    fc.property(anyColour, (colour) => {
      expect(toHex(toRgb(toOklch(colour)))).toBe(toHex(colour))
    }),
  )
  expect(toHex(toRgb({ lightness: 0.7, chroma: 0.4, hue: 150 }))).toMatch(/^#[\da-f]{6}$/)
})

test('the style sheet names every token, and nothing but colours in hexadecimal', () => {
  const css = toCss(palette(rgb('#0b6b58')))
  for (const name of tokenNames) expect(css).toContain(`--${name}:light-dark(#`)
  expect(css.replaceAll(/#[\da-f]{6}/g, '')).not.toMatch(/#|url|expression/)
})
