/** Red, green and blue of sRGB as a screen takes them (not linear), each from 0 to 1. */
export type Rgb = readonly [red: number, green: number, blue: number]

/** As the eye sees it: lightness 0 to 1, chroma from 0 (grey) to about 0.3, hue in degrees. */
export interface Oklch {
  readonly lightness: number
  readonly chroma: number
  readonly hue: number
}

const linear = (channel: number): number => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4)
const encoded = (channel: number): number => (channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055)

/** Björn Ottosson's matrices, https://bottosson.github.io/posts/oklab/ (public domain). */
export function toOklch(colour: Rgb): Oklch {
  const [red, green, blue] = colour.map(linear) as [number, number, number]
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  const a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short
  const b = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short
  return {
    lightness: 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    chroma: Math.hypot(a, b),
    hue: (Math.atan2(b, a) * 180) / Math.PI,
  }
}

/** Without regard to what a screen can show: a channel may be under 0 or over 1. */
function toAnyRgb({ lightness, chroma, hue }: Oklch): Rgb {
  const angle = (hue * Math.PI) / 180
  const a = chroma * Math.cos(angle)
  const b = chroma * Math.sin(angle)
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    encoded(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    encoded(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    encoded(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ]
}

const fits = (colour: Rgb): boolean => colour.every((channel) => channel >= -0.0001 && channel <= 1.0001)
/** To one of the 16.7 million that are written as #rrggbb: what is measured is what is shown. */
const rounded = (colour: Rgb): Rgb => colour.map((channel) => Math.round(Math.min(1, Math.max(0, channel)) * 255) / 255) as unknown as Rgb

/** The same lightness and hue, with as much of the chroma as a screen can show. */
export function toRgb(colour: Oklch): Rgb {
  let [low, high] = [0, colour.chroma]
  if (fits(toAnyRgb(colour))) low = high
  while (high - low > 0.0005) {
    const chroma = (low + high) / 2
    if (fits(toAnyRgb({ ...colour, chroma }))) low = chroma
    else high = chroma
  }
  return rounded(toAnyRgb({ ...colour, chroma: low }))
}

/** Relative luminance, as WCAG 2 defines it. */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map(linear) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** WCAG 2: from 1 (the same) to 21 (black and white). */
export function contrast(one: Rgb, other: Rgb): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

export function toHex(colour: Rgb): string {
  return `#${colour
    .map((channel) =>
      Math.round(channel * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}
