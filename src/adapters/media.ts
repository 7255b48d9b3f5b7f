import { ChatError } from '../chat/errors.ts'
import type { SendOptions } from '../chat/service.ts'
import type { OutgoingFile } from '../chat/types.ts'
import { abortable } from '../lib/abortable.ts'
import type { Clock } from '../lib/clock.ts'
import { within } from '../lib/deadline.ts'
import { firstOf } from '../lib/lifetime.ts'
import { sizeOf } from '../chat/message-limits.ts'

/** The media service, over plain HTTP. The SDKs' own client has no deadline, no progress and no end before its end. */
export interface MediaService {
  /** Uploads what has not arrived yet for this Message. Resolves with `ME…` of each. */
  upload(files: readonly OutgoingFile[], options: Pick<SendOptions, 'id' | 'onProgress'>, signal?: AbortSignal): Promise<readonly string[]>
  /** An address for a short time, for everybody. */
  address(mediaSid: string): Promise<string>
}

export interface MediaServiceOptions {
  readonly url: string
  /** The current Access Token. */
  readonly token: () => string
  readonly clock: Clock
}

/** Where a path without a host belongs (mcs-client 1.0.1, `dist/configuration.js`). */
const TWILIO = 'https://mcs.us1.twilio.com'
const ANSWER_WITHIN_MS = 10_000
/** An upload of which not a byte gets through for so long has failed. */
const STALLED_MS = 60_000

export function createMediaService({ url, token, clock }: MediaServiceOptions): MediaService {
  /** What has arrived, by Message and place in it, for as long as the caller keeps the file. */
  const arrived = new WeakMap<Blob, Map<string, string>>()
  const authorised = (): Record<string, string> => ({ 'X-Twilio-Token': token() })

  async function store(file: OutgoingFile, onProgress: (loaded: number) => void, signal?: AbortSignal): Promise<string> {
    const address = new URL(url, TWILIO)
    address.search = new URLSearchParams({ Category: 'media', Filename: file.filename }).toString()
    let heardAt = clock.monotonic()
    const progress = (loaded: number): void => {
      heardAt = clock.monotonic()
      onProgress(loaded)
    }
    const request = { headers: { ...authorised(), 'Content-Type': file.contentType }, body: file.data, progress }
    const answer = await firstOf(
      signal,
      (inner) => post(address.href, request, inner),
      async (inner) => {
        for (let ms = STALLED_MS; ms > 0; ms = heardAt + STALLED_MS - clock.monotonic()) await clock.sleep(ms, inner)
        throw unanswered()
      },
    )
    return sidIn(answer)
  }

  return {
    async upload(files, { id, onProgress }, signal) {
      const total = sizeOf(files)
      const sids: string[] = []
      let before = 0
      for (const [place, file] of files.entries()) {
        const known = arrived.get(file.data) ?? new Map<string, string>()
        const key = `${id} ${place}`
        const report = (loaded: number): void => onProgress?.(before + Math.min(loaded, file.data.size), total)
        const sid = known.get(key) ?? (await store(file, report, signal))
        arrived.set(file.data, known.set(key, sid))
        sids.push(sid)
        before += file.data.size
        report(0)
      }
      return sids
    },
    address: (mediaSid) =>
      within(
        ANSWER_WITHIN_MS,
        async (signal) => {
          const answer = await ask(new URL(`${url}/${mediaSid}`, TWILIO).href, { headers: authorised(), signal })
          const { links } = answer as { links?: { content_direct_temporary?: unknown } }
          const address = String(links?.content_direct_temporary)
          if (!/^https?:\/\//.test(address)) throw new ChatError('load-failed', 'The file has no address')
          return address
        },
        { clock, late: unanswered },
      ),
  }
}

interface Upload {
  readonly headers: Record<string, string>
  readonly body: Blob
  readonly progress: (loaded: number) => void
}

/** `fetch` tells of no progress, `XMLHttpRequest` is not everywhere. */
function post(url: string, { headers, body, progress }: Upload, signal: AbortSignal): Promise<unknown> {
  if (typeof XMLHttpRequest === 'undefined') return ask(url, { method: 'POST', headers, body, signal })
  return abortable(signal, (resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded }) => progress(loaded)
    request.onerror = () => reject(unanswered())
    request.onload = () => {
      const { status, response: answer } = request as { status: number; response: unknown }
      if (status >= 200 && status < 300) resolve(answer)
      else reject({ status, body: answer })
    }
    request.send(body)
    return () => request.abort()
  })
}

/** @throws the signal's reason, ChatError `network`, or `{ status, body }` of a refusal */
async function ask(url: string, init: RequestInit & { readonly signal: AbortSignal }): Promise<unknown> {
  try {
    const response = await fetch(url, { ...init, credentials: 'omit', referrerPolicy: 'no-referrer' })
    const body: unknown = await response.json().catch(() => null)
    if (response.ok) return body
    throw Object.assign(new Error('Refused'), { status: response.status, body })
  } catch (error) {
    init.signal.throwIfAborted()
    throw error instanceof TypeError ? unanswered() : error
  }
}

function sidIn(answer: unknown): string {
  const { sid } = (answer ?? {}) as { sid?: unknown }
  if (typeof sid !== 'string' || !/^ME[0-9a-f]{32}$/i.test(sid))
    throw new ChatError('unknown', 'The media service said something unexpected')
  return sid
}

const unanswered = (): ChatError =>
  new ChatError('network', 'The media service did not answer', {
    retryable: true,
    hint: 'Does a CSP (connect-src) of the page forbid its address?',
  })
