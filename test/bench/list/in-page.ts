import type { Bench, Contender, Watched } from './contender.ts'
import { numberIn } from './texts.ts'

const frame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()))
/** A task after the next frame: what was drawn by then is on the screen. */
const painted = (): Promise<void> =>
  new Promise((resolve) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve()
      port2.postMessage(null)
    }),
  )
const FRAME_MS = 1_000 / 60
/** Where in the log it is looked for blanks: near its start, so that no button over it is hit. */
const LOOKS = [0.03, 0.2, 0.4, 0.6, 0.8, 0.97]

/** Puts `globalThis.bench` into the page. */
export function serve(contender: Contender): void {
  const keys: number[] = []
  let watching: { frames: number[]; blanks: number; longestTask: number; mostNodes: number } | null = null

  addEventListener('keydown', ({ timeStamp }) => void painted().then(() => keys.push(performance.now() - timeStamp)), { capture: true })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) if (watching) watching.longestTask = Math.max(watching.longestTask, duration)
  }).observe({ type: 'longtask' })

  const box = (): HTMLElement => contender.box()!
  const nodes = (): number => box().querySelectorAll('*').length

  function blanksNow(): number {
    const { isRow } = contender
    if (!isRow) return 0
    const { left, top, width, height } = box().getBoundingClientRect()
    const root = box().getRootNode() as Document | ShadowRoot
    return LOOKS.filter((part) => {
      const element = root.elementFromPoint(left + width * 0.1, top + height * part)
      return !element || !isRow(element)
    }).length
  }

  async function shown(number: number): Promise<void> {
    for (;;) {
      await frame()
      const newest = contender.newest()
      if (!newest || !contender.box() || numberIn(newest.textContent) !== number) continue
      const { bottom } = newest.getBoundingClientRect()
      const edge = box().getBoundingClientRect()
      if (bottom > edge.top && bottom <= edge.bottom + 40) return painted()
    }
  }
  async function scrolled(top: number): Promise<void> {
    box().scrollTop = top
    await painted()
  }

  const bench: Bench = {
    async open(count) {
      await contender.prepare(count)
      await new Promise((resolve) => setTimeout(resolve, 500))
      const start = performance.now()
      contender.draw()
      await shown(count - 1)
      return performance.now() - start
    },
    nodes,
    watch(closely = false) {
      keys.length = 0
      const mine = { frames: [] as number[], blanks: 0, longestTask: 0, mostNodes: 0 }
      watching = mine
      let last = Number.NaN
      const look = (now: number): void => {
        if (watching !== mine) return
        if (now > last) mine.frames.push(now - last)
        last = now
        if (closely) {
          mine.blanks += blanksNow()
          mine.mostNodes = Math.max(mine.mostNodes, nodes())
        }
        requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    },
    watched(): Watched {
      const { frames, ...rest } = watching!
      watching = null
      return { ...rest, frames, dropped: frames.filter((ms) => ms > 1.5 * FRAME_MS).length }
    },
    keys: () => keys,
    async prepend(pages) {
      let worst = 0
      for (let page = 0; page < pages; page += 1) {
        await scrolled(box().scrollHeight * [0.001, 0.3, 0.7, 0][page % 4]!)
        await new Promise((resolve) => setTimeout(resolve, 300))
        const edge = box().getBoundingClientRect()
        const line = (box().getRootNode() as ShadowRoot)
          .elementFromPoint(edge.left + edge.width / 2, edge.top + edge.height / 2)!
          .closest('li')!
        // The text, not its row: that may lose its head.
        const text = line.querySelector('.bubble') ?? line
        const before = text.getBoundingClientRect().top
        contender.prepend!(30)
        for (let frames = 0; frames < 4; frames += 1) {
          await painted()
          worst = Math.max(worst, Math.abs(text.getBoundingClientRect().top - before))
        }
      }
      return worst
    },
    async burst(perSecond, seconds) {
      const start = numberIn(contender.newest()!.textContent) + 1
      const count = perSecond * seconds
      const source = `
        const start = performance.now()
        let sent = 0
        const timer = setInterval(() => {
          const due = Math.min(${count}, Math.floor((performance.now() - start) * ${perSecond} / 1000))
          while (sent < due) postMessage(sent++)
          if (sent === ${count}) clearInterval(timer)
        }, 1)`
      const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })))
      await new Promise<void>((resolve) => {
        worker.onmessage = ({ data }: MessageEvent<number>) => {
          contender.receive!(start + data)
          if (data === count - 1) resolve()
        }
      })
      worker.terminate()
      const stopped = performance.now()
      await shown(start + count - 1)
      return performance.now() - stopped
    },
    async read() {
      const seen: number[] = []
      await scrolled(0)
      await new Promise((resolve) => setTimeout(resolve, 300))
      for (let still = 0; still < 3;) {
        const fresh = contender.numbers!().filter((number) => number > (seen.at(-1) ?? -1))
        still = fresh.length === 0 ? still + 1 : 0
        seen.push(...fresh)
        await scrolled(box().scrollTop + box().clientHeight * 0.8)
      }
      return { count: seen.length, first: seen[0]!, inOrder: seen.every((number, at) => at === 0 || number === seen[at - 1]! + 1) }
    },
  }
  Object.assign(globalThis, { bench })
}
