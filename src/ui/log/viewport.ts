import { onEnd } from '../../lib/lifetime.ts'
import { createHeights } from './heights.ts'
import type { Row, RowsChange } from './rows.ts'
import { holdsSelection } from './selection.ts'

export interface Place {
  /** The newest Message is in view. */
  readonly atEnd: boolean
  /** The next page of history is worth asking for. */
  readonly nearStart: boolean
}

export interface ViewportOptions {
  /** The visitor scrolled. */
  readonly onMove: (place: Place) => void
  /** Other rows are to be drawn. */
  readonly redraw: () => void
}

/**
 * The window over the rows: which of them stand in the document, and what stands for the others above and below. It keeps
 * the reading line: at the end it stays at the end; elsewhere the same text stays at the same height, whatever comes above or
 * below. By hand, because Safari has no `overflow-anchor`.
 */
export interface Viewport {
  /** Before drawing: what has become of the rows. */
  take(change: RowsChange): void
  /** The rows from `first` up to `end` are to be drawn now. */
  draw(): { readonly first: number; readonly end: number }
  /** The first of them. */
  readonly first: number
  /** The first row in view, and px from the upper edge to it; null: at the end, or nothing is drawn. */
  where(): { readonly at: number; readonly top: number } | null
  /** After drawing, before anything of it is seen. */
  drawn(box: HTMLElement, list: HTMLElement): void
  /** Down to the newest Message, and stay there. */
  toEnd(): void
  /** Row `at` into view; `then` with its element, once it is drawn. */
  show(at: number, then: (row: Element) => void, rowTop?: number): void
}

/** What is kept at its height: an element within a row, not the row, which gains or loses its head when its neighbour changes. */
interface Anchor {
  row: number
  /** Of the row, px from the upper edge of the box. */
  rowTop: number
  /** null: it is not drawn yet. */
  element: Element | null
  elementTop: number
}

/** Px from the end that still count as the end: zoom gives fractions. */
const END_PX = 8
/** Px from the start at which the next page of history is worth asking for. */
const START_PX = 400
/** Px that are drawn beyond either edge, so that a turn of the wheel finds rows there. */
const BEYOND_PX = 200
/** With less than this the next rows are drawn. */
const LEAST_PX = 80
/** Beyond the edge to which it moves: as much as comes in so many frames of that speed, and no more than that. */
const AHEAD_FRAMES = 2
const MOST_AHEAD_PX = 600
/** As long as it takes to be sure that the visitor has let go. */
const IDLE_MS = 150
/** So many new rows at once. */
const RUSH = 7
/** Rows that stay for a selection's sake. */
const MOST_HELD = 300
/** Before the box is there to be measured. */
const USUAL_PX = 480

/** Px, as the type scale and a panel of the usual width give it. What it lacks is found when the row is drawn. */
function estimate({ entry: { body, media, own }, head, tail, divided }: Row): number {
  const lines = Math.max(1, Math.ceil(body.length / 34))
  return 19 + 21 * lines + 64 * media.length + (head ? (own ? 5 : 29) : 0) + (tail ? 26 : 0) + (divided ? 38 : 0)
}

export function createViewport({ onMove, redraw }: ViewportOptions, lifetime: AbortSignal): Viewport {
  const heights = createHeights()
  const observed = new Set<Element>()
  let rows: readonly Row[] = []
  let box: HTMLElement | null = null
  let list: HTMLElement
  let viewPx = USUAL_PX
  let first = 0
  let end = 0
  let atEnd = true
  /** Where it was last seen. A scroll event that finds it there is the echo of our own doing: no move of the visitor. */
  let top = 0
  let anchor: Anchor = { row: 0, rowTop: 0, element: null, elementTop: 0 }
  /** Px by which the room above the first drawn row differs from what it should be, until the visitor lets go. */
  let drift = 0
  /** Rows above the anchor have come or gone since the last drawing. */
  let shifted = false
  /** Messages come faster than anybody reads. */
  let rush = false
  let shown: ((row: Element) => void) | null = null
  let idle: ReturnType<typeof setTimeout> | undefined

  /** Of the box's upper edge, px from that of the first row. */
  const upperEdge = (): number => (atEnd ? heights.offset(heights.count) - viewPx : heights.offset(anchor.row) - anchor.rowTop)
  const covers = (edge: number, px: number): boolean =>
    (first === 0 || heights.offset(first) <= edge - px) && (end === heights.count || heights.offset(end) >= edge + viewPx + px)

  /** Chooses the rows; `by`: px per frame at which the visitor scrolls. */
  function cut(by = 0): void {
    const edge = upperEdge()
    // Of what rushes by no more is drawn than is seen.
    const beyond = rush ? 0 : BEYOND_PX
    const ahead = Math.min(Math.abs(by) * AHEAD_FRAMES, MOST_AHEAD_PX)
    let from = heights.rowAt(edge - beyond - (by < 0 ? ahead : 0))
    let to = Math.min(heights.rowAt(edge + viewPx + beyond + (by > 0 ? ahead : 0)) + 1, heights.count)
    // As long as something is selected, the rows that it began in stay.
    if (box && end > first && holdsSelection(list)) {
      const [lowest, highest] = [Math.min(from, first), Math.max(to, end)]
      if (highest - lowest <= MOST_HELD) [from, to] = [lowest, highest]
    }
    first = from
    end = to
  }
  /** Draws more rows where there are too few. */
  function extend(by: number): void {
    if (covers(upperEdge(), rush ? 0 : LEAST_PX)) return
    const focused = focusedKey()
    cut(by)
    keepFocus(focused)
    redraw()
  }
  /** Of the row whose control has the focus. */
  function focusedKey(): string | undefined {
    const active = box && (box.getRootNode() as Document | ShadowRoot).activeElement
    const at = active ? [...list.children].findIndex((row) => row.contains(active)) : -1
    return at < 0 ? undefined : rows[first + at]?.entry.key
  }
  /** Who was at a control of a row that goes stays in the log, and is not sent to the start of the page. */
  function keepFocus(focused: string | undefined): void {
    if (focused === undefined) return
    for (let at = first; at < end; at += 1) if (rows[at]!.entry.key === focused) return
    box?.focus({ preventScroll: true })
  }

  const leftBelow = (): number => box!.scrollHeight - box!.clientHeight - box!.scrollTop
  const topOf = (element: Element): number => element.getBoundingClientRect().top - box!.getBoundingClientRect().top
  const anchorIn = (row: Element): Element => row.querySelector('[data-anchor]') ?? row

  /** The first row in view, by halving: rows stand in order. */
  function findAnchor(): void {
    let low = 0
    let high = Math.max(list.children.length - 1, 0)
    while (low < high) {
      const middle = (low + high) >> 1
      const row = list.children[middle]!
      if (topOf(row) + row.getBoundingClientRect().height > 0) high = middle
      else low = middle + 1
    }
    const row = list.children[low]
    if (!row) return
    const element = anchorIn(row)
    anchor = { row: first + low, rowTop: topOf(row), element, elementTop: topOf(element) }
  }

  const roomAbove = (): number => Math.max(heights.offset(first) + drift, 0)

  function setRoom(): void {
    // The first row has nothing above it.
    if (first === 0) drift = 0
    setPadding('paddingBlockStart', roomAbove())
    setPadding('paddingBlockEnd', heights.offset(heights.count) - heights.offset(end))
  }
  function setPadding(side: 'paddingBlockStart' | 'paddingBlockEnd', px: number): void {
    const text = px > 0 ? `${px}px` : ''
    if (list.style[side] !== text) list.style[side] = text
  }

  function settle(): void {
    if (!box || box.clientHeight === 0) return
    // The visitor has scrolled on, and the event of it is still to come.
    const unseen = box.scrollTop - top
    if (atEnd && unseen < -1 && leftBelow() > END_PX) return note()
    if (atEnd) {
      box.scrollTop = box.scrollHeight
      top = box.scrollTop
    } else if (anchor.element?.isConnected) {
      const moved = topOf(anchor.element) - (anchor.elementTop - unseen)
      // Rows that are higher or lower than estimated: the room above gives way, and a finger that scrolls feels nothing of it.
      const gives = !shifted && first > 0 && roomAbove() >= moved
      if (Math.abs(moved) > 0.01 && gives) {
        drift -= moved
        setRoom()
      } else if (Math.abs(moved) > 0.01) {
        box.scrollTop += moved
        top = box.scrollTop - unseen
      }
    } else {
      findAnchor()
      top = box.scrollTop
    }
    shifted = false
  }

  /** Once nothing has moved for a while. */
  function rest(): void {
    clearTimeout(idle)
    idle = setTimeout(letGo, IDLE_MS)
  }
  function letGo(): void {
    if (rush) {
      rush = false
      extend(0)
    }
    if (!box || drift === 0 || atEnd) return
    drift = 0
    setRoom()
    shifted = true
    settle()
  }

  function tell(): void {
    onMove({ atEnd, nearStart: first === 0 && top < START_PX })
  }

  function note(): void {
    const now = box!.scrollTop
    const by = now - top
    if (Math.abs(by) < 1) return
    // A keyboard's scrolling goes on between the event and what is seen.
    requestAnimationFrame(() => lifetime.aborted || note())
    top = now
    atEnd = leftBelow() <= END_PX
    const edge = now - list.offsetTop
    const drawnFrom = roomAbove()
    const drawnTo = drawnFrom + heights.offset(end) - heights.offset(first)
    if (edge + viewPx > drawnFrom && edge < drawnTo) {
      findAnchor()
    } else {
      // As far as one jumps no line is kept.
      drift = 0
      const row = heights.rowAt(edge)
      anchor = { row, rowTop: heights.offset(row) - edge, element: null, elementTop: 0 }
    }
    extend(by)
    tell()
    rest()
  }

  function measure(): void {
    // A panel that comes in by growing is measured as large as it will be.
    const scale = box!.getBoundingClientRect().height / box!.offsetHeight || 1
    for (let at = first; at < end; at += 1) {
      const row = list.children[at - first]
      if (row) setHeight(at, row.getBoundingClientRect().height / scale)
    }
  }
  function setHeight(at: number, height: number): void {
    if (Math.abs(heights.height(at) - height) > 0.05) heights.set(at, height)
  }

  /** Runs after layout and before paint: nobody sees the log jump. */
  const observer = new ResizeObserver((changes) => {
    if (!box || box.clientHeight === 0) return
    viewPx = box.clientHeight
    const places = new Map(Array.from(list.children, (row, at) => [row, first + at]))
    for (const { target, borderBoxSize } of changes) {
      const at = places.get(target)
      if (at !== undefined && at < end) setHeight(at, borderBoxSize[0]!.blockSize)
    }
    settle()
    // New elements within this very callback would be an error in the host's console.
    requestAnimationFrame(() => lifetime.aborted || extend(0))
  })

  function observe(): void {
    for (const row of observed) {
      if (row.parentNode === list) continue
      observer.unobserve(row)
      observed.delete(row)
    }
    for (const row of list.children) {
      if (observed.has(row)) continue
      observer.observe(row)
      observed.add(row)
    }
  }
  onEnd(lifetime, () => {
    observer.disconnect()
    clearTimeout(idle)
  })

  return {
    take({ rows: next, at, removed, added }) {
      const focused = focusedKey()
      const gone = new Map<string, number>()
      for (let row = at; row < at + removed; row += 1) gone.set(rows[row]!.entry.key, heights.height(row))
      const came = next.slice(at, at + added)
      heights.splice(
        at,
        removed,
        came.map((row) => gone.get(row.entry.key) ?? estimate(row)),
      )
      if (anchor.row >= at) {
        shifted = true
        const key = rows[anchor.row]?.entry.key
        if (anchor.row >= at + removed) anchor.row += added - removed
        else
          anchor.row = Math.max(
            0,
            Math.min(
              at +
                Math.max(
                  came.findIndex(({ entry }) => entry.key === key),
                  0,
                ),
              next.length - 1,
            ),
          )
      }
      rows = next
      rush = atEnd && box !== null && added >= RUSH
      if (rush) rest()
      cut()
      keepFocus(focused)
    },
    draw() {
      // Before the rows are there: were the room too small for a moment, the browser would scroll.
      if (box) setRoom()
      return { first, end }
    },
    get first() {
      return first
    },
    where() {
      if (atEnd || !box) return null
      findAnchor()
      return { at: anchor.row, top: anchor.rowTop }
    },
    drawn(newBox, newList) {
      if (!box) {
        box = newBox
        list = newList
        box.addEventListener('scroll', note, { signal: lifetime, passive: true })
        observer.observe(box)
      }
      setRoom()
      if (box.clientHeight > 0) viewPx = box.clientHeight
      observe()
      measure()
      if (shown) {
        const row = list.children[anchor.row - first]
        box.scrollTop = list.offsetTop + upperEdge()
        top = box.scrollTop
        findAnchor()
        if (row) shown(row)
        shown = null
      }
      settle()
      extend(0)
    },
    toEnd() {
      atEnd = true
      drift = 0
      cut()
      redraw()
      settle()
      if (box) tell()
    },
    show(at, then, rowTop = viewPx / 3) {
      atEnd = false
      drift = 0
      anchor = { row: at, rowTop, element: null, elementTop: 0 }
      shown = then
      cut()
      redraw()
    },
  }
}
