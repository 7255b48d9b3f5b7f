import { signal } from '@preact/signals-core'
import { createRef } from 'preact'
import { Icon } from '../icons.tsx'
import type { Facts } from '../log/files.ts'
import { view } from '../observe.ts'
import { clockTime } from './clock-time.ts'
import { pausePath, playPath } from './icons.ts'
import { Wave } from './Wave.tsx'

interface Props {
  /** null: not there yet. */
  readonly src: string | null
  readonly facts: Facts
  readonly onLoaded?: () => void
  readonly onFailed?: () => void
}

const FLAT: readonly number[] = Array.from({ length: 32 }, () => 4)
/** Of the arrow keys. */
const STEP_S = 2

/**
 * A voice message. Ours, because the browser's player knows neither how long a fresh recording is nor what it looks like:
 * a button, and a slider over the picture of it.
 */
export const Player = view<Props>(({ words }, own) => {
  const sound = createRef<HTMLAudioElement>()
  const playing = signal(false)
  /** s */
  const at = signal(0)
  let wanted = false
  let lengthS = 0
  own.signal.addEventListener('abort', () => sound.current?.pause())

  function toggle(): void {
    const { current } = sound
    if (!current) return
    wanted = current.paused
    if (wanted) void current.play().catch(() => {})
    else current.pause()
  }
  function seek(seconds: number): void {
    if (!sound.current) return
    sound.current.currentTime = Math.min(Math.max(seconds, 0), lengthS)
    at.value = sound.current.currentTime
  }
  return ({ src, facts: { ms = 0, wave }, onLoaded, onFailed }) => {
    const { text } = words.value
    lengthS = ms / 1_000
    const share = lengthS > 0 ? Math.min(at.value / lengthS, 1) : 0
    return (
      <div class="flex player">
        <button type="button" class="round" aria-label={text(playing.value ? 'pause' : 'play')} aria-disabled={!src} onClick={toggle}>
          <Icon path={playing.value ? pausePath : playPath} />
        </button>
        <div class="track">
          <Wave levels={wave?.length ? wave : FLAT} played={share} />
          <input
            type="range"
            min={0}
            max={lengthS}
            step={0.1}
            value={at.value}
            aria-label={text('voiceMessage')}
            aria-valuetext={`${clockTime(at.value * 1_000)} / ${clockTime(ms)}`}
            onInput={({ currentTarget }) => seek(Number(currentTarget.value))}
            onKeyDown={(event) => {
              const step = event.key === 'ArrowRight' ? STEP_S : event.key === 'ArrowLeft' ? -STEP_S : 0
              if (!step) return
              event.preventDefault()
              seek(at.peek() + (words.peek().dir === 'rtl' ? -step : step))
            }}
          />
        </div>
        <span class="small time">{clockTime(at.value > 0 ? at.value * 1_000 : ms)}</span>
        {src && (
          <audio
            key={src}
            ref={sound}
            src={src}
            preload="metadata"
            onPlay={() => (playing.value = true)}
            onPause={() => (playing.value = false)}
            onTimeUpdate={({ currentTarget }) => (at.value = currentTarget.currentTime)}
            onEnded={({ currentTarget }) => {
              wanted = false
              currentTarget.currentTime = 0
              at.value = 0
            }}
            onLoadedMetadata={({ currentTarget }) => {
              onLoaded?.()
              if (at.peek() > 0) currentTarget.currentTime = at.peek()
              if (wanted) void currentTarget.play().catch(() => {})
            }}
            onError={onFailed}
          />
        )}
      </div>
    )
  }
})
