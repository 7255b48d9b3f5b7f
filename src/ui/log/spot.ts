import { attempt } from '../../lib/attempt.ts'
import { onEnd } from '../../lib/lifetime.ts'
import type { TimelineEntry } from '../../store/chat.ts'
import { channelOf } from '../../store/session.ts'
import type { Ui } from '../context.ts'

/** Where in a conversation the reader is, when it is not its end. */
export interface Spot {
  /** Of the first Message in view. */
  readonly index: number
  /** Px from the upper edge of the log to that of its row. */
  readonly top: number
}

const KEY = 'parlour:spot'
/** Between two looks whether what was read is here again. */
const LOOK_MS = 50
/** About 3,000 Messages up nobody is waited for. */
const MOST_LOOKS = 200

/** Of this tab alone: another one reads elsewhere. Storage that throws is storage that is absent. */
export function readSpot(channelSid: string): Spot | null {
  const [sid, index, top] = (attempt(() => sessionStorage.getItem(KEY)) ?? '').split(' ')
  const spot = { index: Number(index), top: Number(top) }
  return sid === channelSid && Number.isSafeInteger(spot.index) && Number.isFinite(spot.top) ? spot : null
}

function writeSpot(channelSid: string | null, spot: Spot | null): void {
  attempt(() => {
    if (channelSid && spot) sessionStorage.setItem(KEY, `${channelSid} ${spot.index} ${Math.round(spot.top)}`)
    else sessionStorage.removeItem(KEY)
  })
}

/** The place of the row to go back to; `above`: it lies further up than what is here; null: it is gone. */
export function placeOf({ index }: Spot, entries: readonly TimelineEntry[], hasPrevious: boolean): number | 'above' | null {
  const first = entries[0]?.index ?? null
  if (first === null) return null
  // The row itself is not enough: with the one above it changes its head.
  if (first >= index && hasPrevious) return 'above'
  const at = entries.findIndex((entry) => entry.index !== null && entry.index >= index)
  return at < 0 ? null : at
}

export interface SpotKeeper {
  /** Whoever moves is not taken elsewhere. */
  moved(): void
  /** Goes back to where the reader was before a reload: at once where that is here, else as soon as it is. */
  resume(): void
}

interface SpotOptions {
  /** What stands in the rows. */
  readonly shown: () => readonly TimelineEntry[]
  /** The first row in view, and px from the upper edge to it; null: the reader is at the end. */
  readonly where: () => { readonly at: number; readonly top: number } | null
  /** Brings a row there. */
  readonly go: (at: number, top: number) => void
}

/** Keeps the reader's place over a reload of this tab. */
export function keepSpot({ chat }: Pick<Ui, 'chat'>, { shown, where, go }: SpotOptions, lifetime: AbortSignal): SpotKeeper {
  let wanted: Spot | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  function look(left: number): void {
    const { hasPrevious, loadingPrevious } = chat.timeline.peek()
    const at = wanted && placeOf(wanted, shown(), hasPrevious)
    if (at === null || left === 0) return
    if (at !== 'above') {
      const { top } = wanted!
      wanted = null
      return go(at, top)
    }
    if (!loadingPrevious) chat.loadPrevious()
    timer = setTimeout(look, LOOK_MS, left - 1)
  }
  function here(): Spot | null {
    const { at, top } = where() ?? { at: -1, top: 0 }
    const index = shown()[at]?.index ?? null
    return index === null ? null : { index, top }
  }
  const leave = (): void => writeSpot(channelOf(chat.session.peek()), wanted ?? here())
  addEventListener('pagehide', leave, { signal: lifetime })
  onEnd(lifetime, () => {
    clearTimeout(timer)
    if (chat.session.peek().status === 'closed') writeSpot(null, null)
  })
  return {
    moved: () => void (wanted = null),
    resume() {
      const channelSid = channelOf(chat.session.peek())
      wanted = channelSid === null ? null : readSpot(channelSid)
      look(MOST_LOOKS)
    },
  }
}
