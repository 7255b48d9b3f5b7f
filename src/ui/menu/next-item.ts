/** The place among `labels` to which a key leads from `at`; null where the key is none of ours. */
export function nextItem(key: string, at: number, labels: readonly string[]): number | null {
  const count = labels.length
  if (count === 0) return null
  if (key === 'ArrowDown') return (at + 1) % count
  if (key === 'ArrowUp') return (Math.max(at, 0) - 1 + count) % count
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  // A letter leads to the next item that begins with it, round again.
  if ([...key].length !== 1 || key === ' ') return null
  const begins = (label: string): boolean => label.trim().toLocaleLowerCase().startsWith(key.toLocaleLowerCase())
  const after = labels.findIndex((label, index) => index > at && begins(label))
  const found = after >= 0 ? after : labels.findIndex(begins)
  return found >= 0 ? found : null
}
