/** In place of `iso8601-duration`: the service names intervals like `PT5S` or `PT1M30S`. */
const SHAPE = /^P(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/

/** Seconds. @throws when it is no duration of days, hours, minutes and seconds: the SDK falls back to its default */
export function parse(text: string): number {
  const [all, days, hours, minutes, seconds] = SHAPE.exec(text) ?? []
  if (all === undefined) throw new Error(`Not a duration: ${text}`)
  return Number(days ?? 0) * 86_400 + Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)
}

export const toSeconds = (duration: number): number => duration
