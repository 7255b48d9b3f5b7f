import type { Signal } from '@preact/signals-core'
import { ChatError } from '../../chat/errors.ts'
import type { History } from '../history.ts'
import type { Link } from '../link.ts'
import type { TimelineStore } from '../timeline.ts'

const PAGE = 30
/** For counting what is unread below the first page. */
const LONG_PAGE = 100
const MOST_MESSAGES = 1_000
/** What the SDK's parser takes apart in 50 ms; for a megabyte it needs half a second, in which the page stands still. */
const PAGE_BYTES = 100_000
/** A Message of the longest kind has 32 KB, and its attributes 4 KB. */
const LEAST = 3
/** Sids, dates and a few attributes. */
const ENVELOPE_BYTES = 700
const SAMPLE = 20

export interface OlderOptions {
  readonly history: History
  readonly timeline: TimelineStore
  readonly link: Link
  readonly loadingPrevious: Signal<boolean>
  readonly report: (error: ChatError) => void
}

/** How many Messages to read at once, at most `most`, when they are as large as the oldest ones that were read before. */
export function pageSize(read: readonly { readonly body: string }[], most: number): number {
  const sample = read.slice(0, SAMPLE)
  const bytes = sample.reduce((sum, { body }) => sum + new TextEncoder().encode(body).length + ENVELOPE_BYTES, 0)
  return bytes === 0 ? most : Math.min(Math.max(Math.floor((PAGE_BYTES * sample.length) / bytes), LEAST), most)
}

/** One page upwards. One at a time; a failure is reported and may be tried again. Never rejects. */
export async function loadPrevious({ history, timeline, link, loadingPrevious, report }: OlderOptions, signal: AbortSignal): Promise<void> {
  if (loadingPrevious.peek() || !history.hasPrevious.peek()) return
  loadingPrevious.value = true
  try {
    await history.pageUp(await link.live(signal), pageSize(timeline.entries.peek(), PAGE))
  } catch (cause) {
    if (!signal.aborted) report(ChatError.from(cause))
  } finally {
    loadingPrevious.value = false
  }
}

/** Pages upwards until what lies at or below `index` is reached; about `most` Messages. */
export async function loadDownTo(
  index: number,
  { history, timeline, link }: Pick<OlderOptions, 'history' | 'timeline' | 'link'>,
  signal: AbortSignal,
  most = MOST_MESSAGES,
): Promise<void> {
  for (let left = most; left > 0 && history.hasPrevious.peek() && history.oldest! > index + 1;) {
    const size = pageSize(timeline.entries.peek(), LONG_PAGE)
    await history.pageUp(await link.live(signal), size)
    left -= size
  }
}
