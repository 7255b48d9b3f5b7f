/** What every element may have, and what comes near to an option's name. */
const HTML = /^(nonce|slot|part|title|lang|role|inert)$/

/**
 * A misspelt name, explained on the console: a file of its own, which a page without one never loads.
 * `always`: also when nothing known is near; a page's own attributes are no mistakes.
 */
export function advise(name: string, known: readonly string[], kind: 'option' | 'attribute', always: boolean): void {
  if (kind === 'attribute' && HTML.test(name)) return
  const nearest = known.find((candidate) => distance(name.toLowerCase(), candidate.toLowerCase()) <= 2)
  if (nearest) console.warn(`Parlour: unknown ${kind} "${name}"; did you mean "${nearest}"?`)
  else if (always) console.warn(`Parlour: unknown ${kind} "${name}"; known are ${known.join(', ')}`)
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[b.length]!
}
