import type { Locator } from 'playwright-core'

/** One Message as it stands in the log. */
export interface LoggedRow {
  readonly body: string
  /** It waits, is being sent, or nobody knows. */
  readonly late: boolean
  readonly failed: boolean
  readonly deleted: boolean
}

/** All rows of a log of which only those in view are elements: reads it from its start to its end, and stays there. */
export const wholeLog = (log: Locator): Promise<readonly LoggedRow[]> =>
  log.evaluate(async (box) => {
    const frame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    const seen = new Set<Element>()
    const rows: LoggedRow[] = []
    box.scrollTop = 0
    for (let still = 0; still < 2;) {
      await frame()
      const fresh = [...box.querySelectorAll('li.row')].filter((row) => !seen.has(row))
      for (const row of fresh) {
        seen.add(row)
        rows.push({
          body: row.querySelector('.body')?.textContent ?? '',
          late: row.querySelector('.late') !== null,
          failed: row.querySelector('.unsent') !== null,
          deleted: row.querySelector('.gone') !== null,
        })
      }
      const before = box.scrollTop
      box.scrollTop += box.clientHeight * 0.7
      still = fresh.length === 0 && box.scrollTop === before ? still + 1 : 0
    }
    box.scrollTop = box.scrollHeight
    return rows
  })
