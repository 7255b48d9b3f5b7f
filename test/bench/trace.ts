import type { CDPSession } from 'playwright-core'

/** An event of Chromium's trace, on the thread's own clock (µs), which stands still while other programs have the core. */
export interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly tts?: number
  readonly tdur?: number
  readonly args: { readonly name?: string; readonly data?: { readonly url?: string }; readonly fileName?: string }
}

/** The one in the middle. */
export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** Ms in which at least one of the events was going on: what is nested counts once. */
export function covered(events: readonly TraceEvent[]): number {
  let total = 0
  let until = -Infinity
  for (const { tts = 0, tdur = 0 } of events.toSorted((a, b) => (a.tts ?? 0) - (b.tts ?? 0))) {
    total += Math.max(0, tts + tdur - Math.max(tts, until))
    until = Math.max(until, tts + tdur)
  }
  return total / 1_000
}

/** Those of the page's main thread that took time. */
export function mainThread(trace: readonly TraceEvent[]): readonly TraceEvent[] {
  const isMain = new Set(trace.flatMap((event) => (event.args.name === 'CrRendererMain' ? [`${event.pid}/${event.tid}`] : [])))
  return trace.filter(({ pid, tid, tdur }) => tdur && isMain.has(`${pid}/${tid}`))
}

/** What Chromium notes while `work` goes on. */
export async function traced(devtools: CDPSession, categories: readonly string[], work: () => Promise<void>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = []
  devtools.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  await devtools.send('Tracing.start', { transferMode: 'ReportEvents', categories: ['__metadata', ...categories].join() })
  await work()
  const complete = new Promise((resolve) => devtools.once('Tracing.tracingComplete', resolve))
  await devtools.send('Tracing.end')
  await complete
  return events
}
