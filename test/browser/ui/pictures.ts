/** Pictures as cameras make them, for the tests of files. */
import { tone } from '../../../demo/gallery/props.ts'

export async function picture(width: number, height: number, type = 'image/jpeg', name = 'photo.jpg'): Promise<File> {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')!
  context.fillStyle = '#c33'
  context.fillRect(0, 0, width, height)
  // The upper left quarter is blue: so one sees how it stands.
  context.fillStyle = '#33c'
  context.fillRect(0, 0, width / 2, height / 2)
  return new File([await canvas.convertToBlob({ type, quality: 0.9 })], name, { type })
}

/** A quiet tone. */
export const sound = (ms: number): File => new File([tone(ms)], 'tone.wav', { type: 'audio/wav' })

/** The same JPEG, with EXIF that says where it was taken and that it lies on its side (to be turned clockwise). */
export async function fromCamera(file: File): Promise<File> {
  const jpeg = new Uint8Array(await file.arrayBuffer())
  const exif = new Uint8Array([
    ...ascii('Exif\0\0'),
    ...ascii('MM'),
    0, 42, 0, 0, 0, 8,
    0, 2,
    // Orientation: 6.
    0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0,
    // GPS at 38: its own directory, with a latitude reference.
    0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38,
    0, 0, 0, 0,
    0, 1, 0, 1, 0, 2, 0, 0, 0, 2, ...ascii('N\0'), 0, 0, 0, 0, 0, 0,
    ...ascii('GPS-HOME'),
  ]) // prettier-ignore
  const length = exif.length + 2
  const app1 = new Uint8Array([0xff, 0xe1, length >> 8, length & 255, ...exif])
  return new File([jpeg.slice(0, 2), app1, jpeg.slice(2)], file.name, { type: file.type })
}

/** Every metadata segment of a JPEG by its marker and first letters, as a parser finds them. */
export async function segmentsOf(file: Blob): Promise<readonly string[]> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const found: string[] = []
  for (let at = 2; bytes[at] === 0xff && bytes[at + 1] !== 0xda;) {
    found.push(`${bytes[at + 1]!.toString(16)} ${String.fromCharCode(...bytes.slice(at + 4, at + 8))}`)
    at += 2 + bytes[at + 2]! * 256 + bytes[at + 3]!
  }
  return found
}

/** "r,g,b" at this place, 0 to 1 across and down. */
export async function colourAt(file: Blob, x: number, y: number): Promise<'red' | 'blue'> {
  const bitmap = await createImageBitmap(file)
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!
  context.drawImage(bitmap, 0, 0)
  const [red = 0, , blue = 0] = context.getImageData(Math.floor(x * (bitmap.width - 1)), Math.floor(y * (bitmap.height - 1)), 1, 1).data
  return red > blue ? 'red' : 'blue'
}

/** One character a byte. */
export async function textOf(file: Blob): Promise<string> {
  return Array.from(new Uint8Array(await file.arrayBuffer()), (byte) => String.fromCharCode(byte)).join('')
}

const ascii = (text: string): number[] => [...text].map((char) => char.charCodeAt(0))
