import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Outcome, Run } from './play.ts'

export interface CrewOptions {
  /** Processes; each has a service of its own. */
  readonly workers: number
  /** Visitors at a time, in each. */
  readonly lanes: number
  readonly onOutcome: (outcome: Outcome) => void
}

type Word = 'ready' | { readonly outcome: Outcome } | { readonly complaints: readonly string[] }

/** Plays all runs, many at a time. Answers with complaints that belong to no run. */
export async function playAll(runs: readonly Run[], { workers, lanes, onOutcome }: CrewOptions): Promise<readonly string[]> {
  const waiting = [...runs]
  const crew = Array.from({ length: Math.min(workers, runs.length) }, () => employ(waiting, lanes, onOutcome))
  return (await Promise.all(crew)).flat()
}

function employ(waiting: Run[], lanes: number, onOutcome: (outcome: Outcome) => void): Promise<readonly string[]> {
  const child: ChildProcess = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)))
  let playing = 0
  return new Promise((resolve, reject) => {
    function next(): void {
      const run = waiting.shift()
      if (run) {
        playing += 1
        child.send(run)
      } else if (playing === 0) child.send('close')
    }
    child.on('message', (word: Word) => {
      if (word === 'ready') for (let lane = 0; lane < lanes; lane += 1) next()
      else if ('complaints' in word) resolve(word.complaints)
      else {
        playing -= 1
        onOutcome(word.outcome)
        next()
      }
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`A worker ended with ${code}`)))
  })
}
