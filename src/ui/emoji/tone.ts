/** From none to the darkest; what a system makes of them is its own affair. */
export const tones: readonly string[] = ['', '🏻', '🏼', '🏽', '🏾', '🏿']

/** `emoji` in one tone of skin: each person or hand in it. */
export function withTone(emoji: string, tone: number): string {
  const modifier = tones[tone]
  // A text or emoji style that was chosen gives way. Hands between two people have their tone from them.
  return modifier
    ? emoji.replaceAll(/(?!🤝\u200D)\p{Emoji_Modifier_Base}\uFE0F?/gu, (base) => base.replace('\uFE0F', '') + modifier)
    : emoji
}
