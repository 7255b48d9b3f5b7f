import { onEnd } from '../../lib/lifetime.ts'

/** Two soft notes, made here: no file to load, nothing for a CSP to forbid. */
export interface Sound {
  /** The visitor has acted on this page; before that a browser lets no page be heard, and complains of each try. */
  readonly possible: boolean
  /** Never rejects. */
  play(): Promise<void>
}

/** E and A: a fourth up. Hz, and s from the beginning. */
const notes = [
  [659.26, 0],
  [880, 0.13],
] as const
const LOUD = 0.07
const RISE_S = 0.015
const FADE_S = 0.5
/** A context that cannot run now may never answer. */
const PATIENCE_MS = 500

export function createSound(lifetime: AbortSignal): Sound {
  let context: AudioContext | null = null
  let acted = false
  let playing: ReturnType<typeof setTimeout> | undefined

  /** Safari lets it run only when it was begun by an act of the visitor. It rests until it is needed; elsewhere it is made then: it takes the time of several frames. */
  function unlock(): void {
    acted = true
    if (context || !('GestureEvent' in globalThis)) return
    const made = open()
    made?.resume().then(rest, () => {})
  }
  function open(): AudioContext | null {
    return typeof AudioContext === 'undefined' || lifetime.aborted ? null : (context ??= new AudioContext())
  }
  function rest(): void {
    if (!playing) context?.suspend().catch(() => {})
  }
  for (const act of ['pointerup', 'keydown']) addEventListener(act, unlock, { signal: lifetime, capture: true, once: true })
  onEnd(lifetime, () => {
    clearTimeout(playing)
    context?.close().catch(() => {})
  })

  return {
    get possible() {
      return acted || navigator.userActivation?.hasBeenActive === true
    },
    async play() {
      const made = open()
      if (!made) return
      clearTimeout(playing)
      playing = setTimeout(() => {
        playing = undefined
        rest()
      }, 2_000)
      const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))
      await Promise.race([made.resume().catch(() => {}), patience])
      if (made.state === 'running') for (const [pitch, after] of notes) strike(made, pitch, made.currentTime + after)
    },
  }
}

function strike(context: AudioContext, pitch: number, at: number): void {
  const tone = context.createOscillator()
  const volume = context.createGain()
  tone.frequency.value = pitch
  volume.gain.setValueAtTime(0, at)
  volume.gain.linearRampToValueAtTime(LOUD, at + RISE_S)
  volume.gain.exponentialRampToValueAtTime(0.0001, at + FADE_S)
  tone.connect(volume).connect(context.destination)
  tone.start(at)
  tone.stop(at + FADE_S)
}
