import { attempt } from '../../lib/attempt.ts'
import { tones } from './tone.ts'

/** What the visitor picks again and again, on this device. Storage that throws is storage that is absent. */
export interface Habits {
  /** Without a tone of skin, the latest first. */
  recent(): readonly string[]
  used(emoji: string): void
  tone(): number
  setTone(tone: number): void
}

const RECENT_KEY = 'parlour:emoji'
const TONE_KEY = 'parlour:tone'
const MOST = 24

type HabitStorage = Pick<Storage, 'getItem' | 'setItem'>

export function createHabits(storage: HabitStorage | undefined = attempt(() => localStorage)): Habits {
  const read = (key: string): string => attempt(() => storage?.getItem(key)) ?? ''
  const recent = (): readonly string[] =>
    read(RECENT_KEY)
      .split(' ')
      // Others may write there as well.
      .filter((emoji) => emoji && emoji.length < 40 && /^(?:\p{Emoji}|\p{Emoji_Component}|\u200D|\uFE0F)+$/u.test(emoji))
      .slice(0, MOST)
  return {
    recent,
    used: (emoji) => void attempt(() => storage?.setItem(RECENT_KEY, [emoji, ...recent().filter((other) => other !== emoji)].join(' '))),
    tone: () => Math.trunc(Number(read(TONE_KEY))) % tones.length || 0,
    setTone: (tone) => void attempt(() => storage?.setItem(TONE_KEY, String(tone))),
  }
}
