import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { bundle } from './bundle.ts'
import type { Chunk, Report } from './chunk.ts'

/** Threads that simulate, each with globals of its own. */
export interface Crew {
  /** Rejects when the thread breaks down. */
  play(chunk: Chunk): Promise<Report>
  end(): Promise<void>
}

export async function hire(threads: number): Promise<Crew> {
  const folder = await mkdtemp(join(tmpdir(), 'parlour-level0-'))
  const file = await bundle('./worker.ts', folder)
  const workers = Array.from({ length: threads }, () => new Worker(file, { execArgv: [] }))
  const free = [...workers]
  const waiting: ((worker: Worker) => void)[] = []

  function release(worker: Worker): void {
    const next = waiting.shift()
    if (next) next(worker)
    else free.push(worker)
  }

  return {
    async play(chunk) {
      const worker = free.pop() ?? (await new Promise<Worker>((resolve) => waiting.push(resolve)))
      try {
        return await new Promise<Report>((resolve, reject) => {
          worker.removeAllListeners()
          worker.once('message', resolve)
          worker.once('error', reject)
          worker.postMessage(chunk)
        })
      } finally {
        release(worker)
      }
    },
    async end() {
      await Promise.all(workers.map((worker) => worker.terminate()))
      await rm(folder, { recursive: true, force: true })
    },
  }
}
