import { onEnd } from './lifetime.ts'

/** Runs `task` soon, once, however often it is asked before that. */
export interface Frame {
  request(): void
  /** Run it now if it was asked for. */
  flush(): void
}

/** How a frame is waited for; returns what calls it off. */
export type Schedule = (task: () => void) => () => void

export function createFrame(task: () => void, schedule: Schedule, signal: AbortSignal): Frame {
  let cancel: (() => void) | null = null
  const run = (): void => {
    cancel?.()
    cancel = null
    task()
  }
  onEnd(signal, () => cancel?.())
  return {
    request() {
      if (cancel || signal.aborted) return
      cancel = schedule(run)
    },
    flush() {
      if (cancel && !signal.aborted) run()
    },
  }
}

/** The browser's next frame; in a hidden page, which has no frames, a tenth of a second. Whichever comes first. */
export const browserFrame: Schedule = (task) => {
  const run = (): void => {
    off()
    task()
  }
  const timer = setTimeout(run, 100)
  const frame = requestAnimationFrame(run)
  const off = (): void => {
    clearTimeout(timer)
    cancelAnimationFrame(frame)
  }
  return off
}
