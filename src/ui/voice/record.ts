import { signal, type ReadonlySignal } from '@preact/signals-core'
import { onEnd } from '../../lib/lifetime.ts'
import { loudness } from './wave.ts'

export interface Recorded {
  readonly file: File
  readonly ms: number
  /** Ten a second. */
  readonly levels: readonly number[]
}

export interface Recording {
  readonly paused: ReadonlySignal<boolean>
  readonly ms: ReadonlySignal<number>
  readonly levels: ReadonlySignal<readonly number[]>
  pause(): void
  resume(): void
  /** null: there is nothing. */
  stop(): Promise<Recorded | null>
}

/** Safari knows only MP4; everybody plays that, so that comes last where both can be had: Opus is smaller. */
const TYPES = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4', 'audio/aac']
const ENDINGS: Readonly<Record<string, string>> = { 'audio/webm': 'webm', 'audio/ogg': 'ogg', 'audio/mp4': 'm4a', 'audio/aac': 'aac' }
/** Speech is fine at that. */
const BITS_PER_SECOND = 32_000
const LEVEL_MS = 100
/** Then it stops by itself. */
const LONGEST_MS = 15 * 60_000

/** Records until `stop`, or until `life` ends; then the microphone is off. @throws DOMException when the visitor, or the browser, says no */
export async function record(life: AbortSignal): Promise<Recording> {
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true })
  const mute = (): void => microphone.getTracks().forEach((track) => track.stop())
  onEnd(life, mute)
  life.throwIfAborted()
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type))
  const recorder = new MediaRecorder(microphone, { audioBitsPerSecond: BITS_PER_SECOND, ...(mimeType && { mimeType }) })
  const parts: Blob[] = []
  const paused = signal(false)
  const ms = signal(0)
  const levels = signal<readonly number[]>([])
  const level = listen(microphone, life)
  let before = 0
  let since = performance.now()
  const elapsed = (): number => before + (paused.peek() ? 0 : performance.now() - since)

  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
  const timer = setInterval(() => {
    if (paused.peek() || recorder.state === 'inactive') return
    ms.value = elapsed()
    levels.value = [...levels.peek(), level()]
    if (ms.peek() >= LONGEST_MS) recorder.stop()
  }, LEVEL_MS)
  onEnd(life, () => {
    clearInterval(timer)
    if (recorder.state !== 'inactive') recorder.stop()
  })
  const stopped = new Promise<void>((resolve) => recorder.addEventListener('stop', () => resolve()))
  recorder.start()
  return {
    paused,
    ms,
    levels,
    pause() {
      if (recorder.state !== 'recording') return
      recorder.pause()
      before = elapsed()
      paused.value = true
    },
    resume() {
      if (recorder.state !== 'paused') return
      recorder.resume()
      since = performance.now()
      paused.value = false
    },
    async stop() {
      const length = Math.round(recorder.state === 'inactive' ? ms.peek() : elapsed())
      if (recorder.state !== 'inactive') recorder.stop()
      await stopped
      mute()
      const [type = 'audio/webm'] = (recorder.mimeType || mimeType || '').split(';')
      const file = new File(parts, `voice-message.${ENDINGS[type] ?? 'audio'}`, { type })
      return file.size > 0 ? { file, ms: length, levels: levels.peek() } : null
    },
  }
}

/** How loud it is now, 0 to 31; always the same where the browser does not tell. */
function listen(microphone: MediaStream, life: AbortSignal): () => number {
  try {
    const context = new AudioContext()
    const ear = context.createAnalyser()
    ear.fftSize = 1_024
    context.createMediaStreamSource(microphone).connect(ear)
    context.resume().catch(() => {})
    const samples = new Uint8Array(ear.fftSize)
    onEnd(life, () => void context.close().catch(() => {}))
    return () => {
      ear.getByteTimeDomainData(samples)
      return loudness(samples)
    }
  } catch {
    return () => 8
  }
}
