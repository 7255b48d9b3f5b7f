import { inspect } from './inspect.ts'

/** A picture as it goes out. */
export interface Shrunk {
  readonly data: Blob
  readonly width: number
  readonly height: number
}

const QUALITY = 0.86

/**
 * The picture upright, with at most `maxPixels` (0: as many as it has), and without what it tells of where, when and with
 * what it was taken. One that needs no other pixels keeps its own. null: it is none that we can read.
 */
export async function redraw(file: Blob, maxPixels: number): Promise<Shrunk | null> {
  const picture = inspect(new Uint8Array(await file.arrayBuffer()))
  if (!picture) return null
  const { type, width, height, turned, moving, bare } = picture
  const isLarge = maxPixels > 0 && width * height > maxPixels
  if (moving || (!isLarge && !turned)) return { data: new Blob([...bare], { type }), width, height }
  const bitmap = await createImageBitmap(file)
  try {
    const scale = isLarge ? Math.sqrt(maxPixels / (bitmap.width * bitmap.height)) : 1
    const [across, down] = [bitmap.width, bitmap.height].map((length) => Math.max(1, Math.floor(length * scale))) as [number, number]
    const canvas = makeCanvas(across, down)
    const context = canvas.getContext('2d') as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D
    context.imageSmoothingQuality = 'high'
    context.drawImage(bitmap, 0, 0, across, down)
    return { data: await encode(canvas, type), width: across, height: down }
  } finally {
    bitmap.close()
  }
}

function makeCanvas(width: number, height: number): HTMLCanvasElement | OffscreenCanvas {
  if (typeof OffscreenCanvas !== 'undefined') return new OffscreenCanvas(width, height)
  return Object.assign(document.createElement('canvas'), { width, height })
}

/** Where a browser cannot write `type` it writes PNG. */
function encode(canvas: HTMLCanvasElement | OffscreenCanvas, type: string): Promise<Blob> {
  if ('convertToBlob' in canvas) return canvas.convertToBlob({ type, quality: QUALITY })
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be written'))), type, QUALITY),
  )
}
