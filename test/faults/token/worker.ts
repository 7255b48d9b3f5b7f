import { parentPort } from 'node:worker_threads'
import { abortLightly } from '../../support/light-abort.ts'
import { simulateSession } from './session.ts'
import type { SessionOptions } from './session.ts'

abortLightly()

/** What is thrown here ends the thread, with the error for whoever hired it. */
parentPort?.on('message', async (job: SessionOptions) => parentPort?.postMessage(await simulateSession(job)))
