import { parentPort } from 'node:worker_threads'
import { setMaxListeners } from 'node:events'
import { abortLightly } from '../../support/light-abort.ts'
import { play } from './chunk.ts'
import type { Chunk } from './chunk.ts'

abortLightly()
setMaxListeners(0)

/** What is thrown here ends the thread, with the error for whoever hired it. */
parentPort?.on('message', async (chunk: Chunk) => parentPort?.postMessage(await play(chunk)))
