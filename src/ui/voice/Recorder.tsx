import { signal } from '@preact/signals-core'
import { createRef } from 'preact'
import { createLifetime, onEnd } from '../../lib/lifetime.ts'
import type { Attachments } from '../attach/attachments.ts'
import { alertPath, micPath, removePath } from '../extras/icons.ts'
import { closePath, Icon } from '../icons.tsx'
import { clockTime } from '../files/clock-time.ts'
import { pausePath } from '../files/icons.ts'
import { Wave } from '../files/Wave.tsx'
import { view } from '../observe.ts'
import { stopPath } from './icons.ts'
import { record, type Recording } from './record.ts'
import { summary } from './wave.ts'

/** Bars that are seen while it runs, and bars that travel with the Message. */
const SEEN = 40
const KEPT = 48

/** Above the field while a voice message is recorded. What is recorded becomes an attachment: it is heard first, then sent. */
export const Recorder = view<{ readonly attachments: Attachments }>(({ words, spoken }, own) => {
  const recording = signal<Recording | 'asking' | 'denied'>('asking')
  const box = createRef<HTMLDivElement>()
  const life = createLifetime(own.signal)
  let attachments: Attachments
  let began = false
  let ended = false

  function leave(): void {
    life.end()
    const form = box.current?.closest('form')
    attachments.recording.value = null
    form?.querySelector('textarea')?.focus()
  }
  async function finish(): Promise<void> {
    const now = recording.peek()
    if (ended || typeof now === 'string') return leave()
    ended = true
    const recorded = await now.stop()
    if (life.signal.aborted) return
    if (recorded) attachments.add([recorded.file], { ms: Math.max(1, recorded.ms), wave: summary(recorded.levels, KEPT) })
    leave()
  }
  async function begin(): Promise<void> {
    attachments.recording.value = { finish }
    try {
      recording.value = await record(life.signal)
      spoken.value = words.peek().text('recording')
    } catch {
      if (life.signal.aborted) return
      recording.value = 'denied'
      spoken.value = words.peek().text('microphone')
    }
  }
  // Another page, another tab: it goes on. A panel that is taken away does not.
  onEnd(own.signal, () => life.end())
  own.onDrawn(() => {
    if (began) return
    began = true
    void begin()
  })
  return (props) => {
    attachments = props.attachments
    const { text } = words.value
    const now = recording.value
    if (now === 'denied')
      return (
        <div ref={box} class="flex recorder small">
          <Icon path={alertPath} />
          <p class="bad">{text('microphone')}</p>
          <button type="button" class="round mini" aria-label={text('dismiss')} onClick={leave}>
            <Icon path={closePath} />
          </button>
        </div>
      )
    const isAsking = now === 'asking'
    const paused = !isAsking && now.paused.value
    const levels = isAsking ? [] : now.levels.value.slice(-SEEN)
    return (
      <div ref={box} role="group" class={paused || isAsking ? 'flex recorder' : 'flex recorder live'} aria-label={text('recording')}>
        <button type="button" class="round mini" aria-label={text('remove')} onClick={leave}>
          <Icon path={removePath} />
        </button>
        <i class="lamp" />
        <span class="time small" role="timer">
          {clockTime(isAsking ? 0 : now.ms.value)}
        </span>
        <div class="track">
          <Wave levels={[...Array.from({ length: SEEN - levels.length }, () => 0), ...levels]} played={1} />
        </div>
        <button
          type="button"
          class="round"
          aria-label={text(paused ? 'resume' : 'pause')}
          aria-disabled={isAsking}
          onClick={() => !isAsking && (paused ? now.resume() : now.pause())}
        >
          <Icon path={paused ? micPath : pausePath} />
        </button>
        <button type="button" class="round" aria-label={text('stop')} aria-disabled={isAsking} onClick={finish}>
          <Icon path={stopPath} />
        </button>
      </div>
    )
  }
})
