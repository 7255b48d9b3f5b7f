/** What a visitor has at hand: pictures, papers, a film, a microphone. Made on the spot, so that nothing has to be fetched. */

const SHAPES = {
  bowl: ['#3d6fb6', '#dfe8f4'],
  mug: ['#b6533d', '#f4e6df'],
  plate: ['#8a7a4d', '#f1eee2'],
  vase: ['#2f7a68', '#e0f0ec'],
} as const

/** Something round on a table. */
function paint(context: CanvasRenderingContext2D, shape: keyof typeof SHAPES, width: number, height: number, turn = 0): void {
  const [colour, ground] = SHAPES[shape]
  const size = Math.min(width, height)
  const light = context.createRadialGradient(width * 0.4, height * 0.3, 0, width / 2, height / 2, size)
  light.addColorStop(0, '#fff')
  light.addColorStop(0.15, colour)
  light.addColorStop(1, '#222')
  context.fillStyle = ground
  context.fillRect(0, 0, width, height)
  context.fillStyle = '#0002'
  context.fillRect(0, height * 0.68, width, height * 0.32)
  context.fillStyle = light
  context.beginPath()
  context.ellipse(width / 2, height * 0.55, size * 0.36, size * (shape === 'plate' ? 0.12 : 0.28), turn, 0, 2 * Math.PI)
  context.fill()
}

function canvasOf(width: number, height: number): readonly [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  return [canvas, canvas.getContext('2d')!]
}

export async function picture(shape: keyof typeof SHAPES, width: number, height: number): Promise<File> {
  const [canvas, context] = canvasOf(width, height)
  paint(context, shape, width, height)
  const data = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.8))
  return new File([data!], `${shape}.jpg`, { type: 'image/jpeg' })
}

const TYPES: Readonly<Record<string, string>> = { pdf: 'application/pdf', txt: 'text/plain' }

/** Of so many bytes; nobody looks into it. */
export function paper(name: string, bytes = 43_210): File {
  return new File([new Uint8Array(bytes)], name, { type: TYPES[name.split('.').at(-1)!] ?? 'application/octet-stream' })
}

/** A quiet tone of so many ms: a WAV of 8 kHz and 8 bits. */
export function tone(ms: number): File {
  const rate = 8_000
  const count = (rate * ms) / 1_000
  const view = new DataView(new ArrayBuffer(44 + count))
  const write = (at: number, text: string): void => [...text].forEach((letter, place) => view.setUint8(at + place, letter.charCodeAt(0)))
  write(0, 'RIFF')
  view.setUint32(4, 36 + count, true)
  write(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, rate, true)
  view.setUint32(28, rate, true)
  view.setUint16(32, 1, true)
  view.setUint16(34, 8, true)
  write(36, 'data')
  view.setUint32(40, count, true)
  for (let at = 0; at < count; at += 1) view.setUint8(44 + at, 128 + 4 * Math.sin(at / 4))
  return new File([view], 'Tone.wav', { type: 'audio/wav' })
}

/** Half a second of something that turns. */
export async function film(width: number, height: number): Promise<File> {
  const [canvas, context] = canvasOf(width, height)
  const recorder = new MediaRecorder(canvas.captureStream(25))
  const parts: Blob[] = []
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
  const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve))
  recorder.start()
  for (let frame = 0; frame < 12; frame += 1) {
    paint(context, 'bowl', width, height, frame / 12)
    await new Promise((resolve) => setTimeout(resolve, 40))
  }
  recorder.stop()
  await stopped
  const [type] = recorder.mimeType.split(';')
  return new File(parts, 'At the wheel.webm', { type: type! })
}

/** In front of which a tone sounds, now louder and now not. */
export function microphone(): void {
  const context = new AudioContext()
  const sound = context.createOscillator()
  const swell = context.createGain()
  const slow = context.createOscillator()
  const line = context.createMediaStreamDestination()
  slow.frequency.value = 1.3
  slow.connect(swell.gain)
  sound.connect(swell).connect(line)
  sound.start()
  slow.start()
  context.resume().catch(() => {})
  navigator.mediaDevices.getUserMedia = async () => line.stream
}

/** The visitor, or the system, has said no. */
export function noMicrophone(): void {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('No', 'NotAllowedError'))
}
