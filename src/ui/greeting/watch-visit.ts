import type { Greeting } from '../../options.ts'
import { onEnd } from '../../lib/lifetime.ts'
import { greetedAt, isReturning } from './memory.ts'
import { isDue, type Visit } from './rules.ts'

const LOOK_MS = 1_000
const ACTS = ['pointerdown', 'pointermove', 'keydown', 'scroll', 'touchstart', 'wheel'] as const

/** % of the page that has been scrolled past, now. */
function scrolled(): number {
  const page = document.scrollingElement ?? document.documentElement
  const way = page.scrollHeight - page.clientHeight
  return way <= 0 ? 100 : (100 * page.scrollTop) / way
}

/** Calls `due` with the first greeting whose rules hold, once, unless `lifetime` ends before. Looks once a second, in view only. */
export function watchVisit(greetings: readonly Greeting[], due: (greeting: Greeting) => void, lifetime: AbortSignal): void {
  const options = { signal: lifetime, passive: true, capture: true }
  // Where it began; a reader of the page counts from the start, whenever we came.
  let seconds = Math.floor(performance.now() / LOOK_MS)
  let idleSince = seconds
  let deepest = 0
  let leaving = false
  // What was there before is there only until the visitor acts on us.
  const returning = isReturning()
  const greeted = greetedAt()

  function look(): void {
    if (lifetime.aborted || document.hidden) return
    deepest = Math.max(deepest, scrolled())
    const visit: Visit = {
      seconds,
      scrolled: deepest,
      leaving,
      idle: seconds - idleSince,
      path: location.pathname,
      returning,
      greetedAt: greeted,
      now: Date.now(),
    }
    const greeting = greetings.find((one) => isDue(one, visit))
    if (!greeting) return
    clearInterval(timer)
    due(greeting)
  }
  const timer = setInterval(() => {
    if (!document.hidden) seconds += 1
    look()
  }, LOOK_MS)
  onEnd(lifetime, () => clearInterval(timer))
  for (const act of ACTS) addEventListener(act, () => (idleSince = seconds), options)
  document.addEventListener(
    'mouseout',
    ({ clientY, relatedTarget }) => {
      if (relatedTarget || clientY > 0) return
      leaving = true
      look()
    },
    options,
  )
}
