import type { Signal } from '@preact/signals-core'
import { ChatError } from '../../chat/errors.ts'
import { PAGE } from '../history.ts'
import type { History } from '../history.ts'
import type { Link } from '../link.ts'

/** For counting what is unread below the first page. */
const LONG_PAGE = 100
const MOST_PAGES = 10

export interface OlderOptions {
  readonly history: History
  readonly link: Link
  readonly loadingPrevious: Signal<boolean>
  readonly report: (error: ChatError) => void
}

/** One page upwards. One at a time; a failure is reported and may be tried again. Never rejects. */
export async function loadPrevious({ history, link, loadingPrevious, report }: OlderOptions, signal: AbortSignal): Promise<void> {
  if (loadingPrevious.peek() || !history.hasPrevious.peek()) return
  loadingPrevious.value = true
  try {
    await history.pageUp(await link.live(signal), PAGE)
  } catch (cause) {
    if (!signal.aborted) report(ChatError.from(cause))
  } finally {
    loadingPrevious.value = false
  }
}

/** Pages upwards until what lies at or below `index` is reached; 1,000 Messages at most. */
export async function loadDownTo(
  index: number,
  { history, link }: Pick<OlderOptions, 'history' | 'link'>,
  signal: AbortSignal,
): Promise<void> {
  for (let pages = 0; pages < MOST_PAGES && history.hasPrevious.peek() && history.oldest! > index + 1; pages += 1) {
    await history.pageUp(await link.live(signal), LONG_PAGE)
  }
}
