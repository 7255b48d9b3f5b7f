/** A grid that is as wide as this; the last row may be shorter. */
export const COLUMNS = 8

/** The cell to which a key leads from `at`; null where the key is none of a grid's. Stops at the edges. */
export function nextCell(
  key: string,
  at: number,
  count: number,
  { rtl, ctrl }: { readonly rtl: boolean; readonly ctrl: boolean },
): number | null {
  const last = count - 1
  const row = at - (at % COLUMNS)
  const moves: Readonly<Record<string, number>> = {
    [rtl ? 'ArrowLeft' : 'ArrowRight']: at + 1,
    [rtl ? 'ArrowRight' : 'ArrowLeft']: at - 1,
    ArrowDown: at + COLUMNS > last ? at : at + COLUMNS,
    ArrowUp: at < COLUMNS ? at : at - COLUMNS,
    Home: ctrl ? 0 : row,
    End: ctrl ? last : row + COLUMNS - 1,
    PageDown: at + 4 * COLUMNS,
    PageUp: Math.max(at - 4 * COLUMNS, at % COLUMNS),
  }
  const next = Object.hasOwn(moves, key) ? moves[key]! : null
  return next === null || count === 0 ? null : Math.min(Math.max(next, 0), last)
}
