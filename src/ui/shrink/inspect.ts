/** What the bytes of a picture say, without decoding it. */
export interface Inspected {
  readonly type: 'image/jpeg' | 'image/png' | 'image/webp'
  /** As it is stored, before it is turned. */
  readonly width: number
  readonly height: number
  /** It is stored lying or mirrored, and says so in its metadata. */
  readonly turned: boolean
  /** More than one frame: drawing it anew would keep only the first. */
  readonly moving: boolean
  /** The same picture without what it tells of where, when and with what it was taken. */
  readonly bare: readonly Uint8Array<ArrayBuffer>[]
}

/** null: no JPEG, PNG or WebP, or one that is cut off. */
export function inspect(bytes: Uint8Array<ArrayBuffer>): Inspected | null {
  const picture = new Reader(bytes)
  try {
    if (picture.u16(0) === 0xffd8) return inspectJpeg(picture)
    if (picture.u32(0) === 0x89504e47) return inspectPng(picture)
    return picture.text(0, 4) === 'RIFF' && picture.text(8, 4) === 'WEBP' ? inspectWebp(picture) : null
  } catch {
    // Read beyond the end.
    return null
  }
}

class Reader extends DataView<ArrayBuffer> {
  readonly #bytes: Uint8Array<ArrayBuffer>

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    super(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#bytes = bytes
  }
  u8 = (at: number): number => this.getUint8(at)
  u16 = (at: number, little = false): number => this.getUint16(at, little)
  u32 = (at: number, little = false): number => this.getUint32(at, little)
  text(at: number, length: number): string {
    this.u8(at + length - 1)
    return String.fromCharCode(...this.#bytes.subarray(at, at + length))
  }
  cut(from: number, to: number): Uint8Array<ArrayBuffer> {
    this.u8(to - 1)
    return this.#bytes.subarray(from, to)
  }
}

/** Segments, each with a marker and its length; between them the picture itself, whose bytes end where the next marker begins. */
function inspectJpeg(picture: Reader): Inspected | null {
  const bare = [picture.cut(0, 2)]
  let [width, height, turned] = [0, 0, false]
  for (let at = 2; ;) {
    if (picture.u8(at) !== 0xff) return null
    const marker = picture.u8(at + 1)
    // What is behind the end is another picture, or a film: some cameras put both there.
    if (marker === 0xd9) return { type: 'image/jpeg', width, height, turned, moving: false, bare: [...bare, picture.cut(at, at + 2)] }
    if (marker === 0xff) {
      at += 1
      continue
    }
    let end = at + 2 + picture.u16(at + 2)
    if (/^c[0-35-79-bd-f]$/.test(marker.toString(16))) [height, width] = [picture.u16(at + 5), picture.u16(at + 7)]
    if (marker === 0xe1 && picture.text(at + 4, 4) === 'Exif') turned ||= orientation(picture, at + 10, end) > 1
    if (marker === 0xda) while (picture.u8(end) !== 0xff || isWithinScan(picture.u8(end + 1))) end += 1
    if (isPicture(picture, marker, at)) bare.push(picture.cut(at, end))
    at = end
  }
}

/** A byte of 0xff is written with a zero behind it; restart markers are part of the scan. */
const isWithinScan = (next: number): boolean => next === 0 || (next >= 0xd0 && next <= 0xd7)

/** What is needed to decode it, and its colours. All else is about the photographer. */
function isPicture(picture: Reader, marker: number, at: number): boolean {
  if (marker === 0xe2) return picture.u16(at + 2) > 13 && picture.text(at + 4, 11) === 'ICC_PROFILE'
  return marker <= 0xe0 || marker === 0xee
}

/** EXIF's own number, 1 = upright. `at`: where the TIFF in it begins. */
function orientation(picture: Reader, at: number, end: number): number {
  const little = picture.u16(at) === 0x4949
  const directory = at + picture.u32(at + 4, little)
  for (let entry = directory + 2, left = picture.u16(directory, little); left > 0 && entry + 12 <= end; entry += 12, left -= 1) {
    if (picture.u16(entry, little) === 0x0112) return picture.u16(entry + 8, little)
  }
  return 1
}

const PNG_PICTURE = /^(IHDR|PLTE|IDAT|IEND|tRNS|cHRM|gAMA|iCCP|sBIT|sRGB|cICP|bKGD|pHYs|acTL|fcTL|fdAT)$/

function inspectPng(picture: Reader): Inspected | null {
  const bare = [picture.cut(0, 8)]
  let [turned, moving] = [false, false]
  for (let at = 8; ;) {
    const name = picture.text(at + 4, 4)
    const end = at + 12 + picture.u32(at)
    if (PNG_PICTURE.test(name)) bare.push(picture.cut(at, end))
    if (name === 'eXIf') turned = orientation(picture, at + 8, end) > 1
    if (name === 'acTL') moving = true
    if (name === 'IEND') return { type: 'image/png', width: picture.u32(16), height: picture.u32(20), turned, moving, bare }
    at = end
  }
}

function inspectWebp(picture: Reader): Inspected | null {
  const size = Math.min(8 + picture.u32(4, true), picture.byteLength)
  const kept: Uint8Array<ArrayBuffer>[] = []
  let [width, height, turned, moving] = [0, 0, false, false]
  for (let at = 12; at + 8 <= size;) {
    const name = picture.text(at, 4)
    const length = picture.u32(at + 4, true)
    // Chunks begin at even places.
    const end = Math.min(at + 8 + length + (length % 2), size)
    const data = at + 8
    if (name === 'VP8X') {
      width = 1 + (picture.u32(data + 4, true) & 0xffffff)
      height = 1 + (picture.u32(data + 6, true) >>> 8)
      moving = (picture.u8(data) & 2) > 0
      const header = picture.cut(at, end).slice()
      // It says which chunks follow: no EXIF (8), no XMP (4).
      header[8]! &= ~12
      kept.push(header)
    } else if (name === 'EXIF') {
      turned = orientation(picture, picture.text(data, 4) === 'Exif' ? data + 6 : data, end) > 1
    } else if (/^(VP8[ L]|ALPH|ANIM|ANMF|ICCP)$/.test(name)) {
      kept.push(picture.cut(at, end))
      if (width === 0 && name === 'VP8L') {
        const sizes = picture.u32(data + 1, true)
        ;[width, height] = [(sizes & 0x3fff) + 1, ((sizes >>> 14) & 0x3fff) + 1]
      }
      if (width === 0 && name === 'VP8 ') [width, height] = [picture.u16(data + 6, true) & 0x3fff, picture.u16(data + 8, true) & 0x3fff]
    }
    at = end
  }
  const header = picture.cut(0, 12).slice()
  new DataView(header.buffer).setUint32(4, 4 + kept.reduce((sum, { byteLength }) => sum + byteLength, 0), true)
  return width > 0 ? { type: 'image/webp', width, height, turned, moving, bare: [header, ...kept] } : null
}
