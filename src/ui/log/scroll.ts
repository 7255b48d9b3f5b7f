import { onEnd } from '../../lib/lifetime.ts'

export interface ScrollKeeper {
  /** Down to the newest Message, and stay there. */
  toEnd(): void
}

/** Px from the end that still count as the end: zoom gives fractions. */
const END_PX = 8
/** Px from the start at which the next page of history is worth asking for. */
const START_PX = 120

/** The first row whose end is below the upper edge, by halving: rows stand in order. */
function firstVisible(list: HTMLElement, edge: number): Element | null {
  let low = 0
  let high = list.children.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (list.children[middle]!.getBoundingClientRect().bottom > edge) high = middle
    else low = middle + 1
  }
  return list.children[low] ?? null
}

/**
 * Keep the reading line of `box` while `list` in it grows: at the end it stays at the end; elsewhere the same text stays
 * at the same height, whatever comes above or below. By hand, because Safari has no `overflow-anchor`. The anchor is an
 * element with `data-anchor` within a row, not the row: a row may gain or lose its head when its neighbour changes.
 */
export function keepScroll(
  box: HTMLElement,
  list: HTMLElement,
  onMove: (where: { readonly atEnd: boolean; readonly nearStart: boolean }) => void,
  lifetime: AbortSignal,
): ScrollKeeper {
  let atEnd = true
  /** Where it was last seen. A scroll event that finds it there is the echo of our own doing: no move of the visitor. */
  let top = -1
  let anchor: { readonly element: Element; readonly top: number } | null = null

  function note(): void {
    if (Math.abs(box.scrollTop - top) < 1) return
    top = box.scrollTop
    atEnd = box.scrollHeight - box.clientHeight - box.scrollTop <= END_PX
    const edge = box.getBoundingClientRect().top
    let row = firstVisible(list, edge)
    // A day's divider moves to another place when older Messages of that day come in.
    while (row && !row.querySelector('[data-anchor]')) row = row.nextElementSibling
    const element = row?.querySelector('[data-anchor]')
    anchor = element ? { element, top: element.getBoundingClientRect().top - edge } : null
    onMove({ atEnd, nearStart: box.scrollTop < START_PX })
  }
  function settle(): void {
    if (atEnd) box.scrollTop = box.scrollHeight
    else if (anchor?.element.isConnected) {
      const moved = anchor.element.getBoundingClientRect().top - box.getBoundingClientRect().top - anchor.top
      if (moved) box.scrollTop += moved
    }
    top = box.scrollTop
  }
  box.addEventListener('scroll', note, { signal: lifetime, passive: true })
  // Runs after layout and before paint: nobody sees the list jump.
  const observer = new ResizeObserver(settle)
  observer.observe(box)
  observer.observe(list)
  onEnd(lifetime, () => observer.disconnect())

  return {
    toEnd() {
      atEnd = true
      settle()
      onMove({ atEnd, nearStart: false })
    },
  }
}
