const WORDS =
  'we have your parcel here and it will leave the house today so that you should have it on Friday unless the weather turns please write again if it has not come by then because we can send another one at once the blue is in stock'.split(
    ' ',
  )

/** The same 4 to 27 words for everybody. */
export function textOf(number: number): string {
  const length = 4 + ((number * 7_919) % 24)
  return `#${number} ${Array.from({ length }, (_, word) => WORDS[(number * 31 + word) % WORDS.length]).join(' ')}`
}
export const numberIn = (text: string): number => Number(/#(\d+) /.exec(text)?.[1] ?? Number.NaN)
/** Every third is our own. */
export const isOwn = (number: number): boolean => number % 3 === 2
/** 20 s from one to the next, the last one now. */
export const timeOf = (number: number, count: number): number => Date.now() - (count - number) * 20_000
