/** See plugin.ts. */
declare module 'virtual:emoji' {
  /** The emoji of each group, with spaces between them; a `!` after those that have tones of skin. */
  const groups: readonly string[]
  export default groups
}
declare module 'virtual:emoji/*' {
  /** A line for each emoji: its name, and after a `|` other words for it. */
  const names: string
  export default names
}
