import { expect, onTestFinished, test, vi } from 'vitest'
import { redraw } from '../../../src/ui/shrink/redraw.ts'
import { shrink } from '../../../src/ui/shrink/index.ts'
import { colourAt, fromCamera, picture, segmentsOf, textOf } from './pictures.ts'

test.each([true, false])(
  'a photo of 12 megapixels becomes as small as configured, stands upright, and does not tell where it was taken (in a Worker: %s) [D6]',
  async (worker) => {
    const done: unknown[] = []
    vi.stubGlobal(
      'Worker',
      class extends Worker {
        constructor(...given: ConstructorParameters<typeof Worker>) {
          super(...given)
          this.addEventListener('message', ({ data }: MessageEvent<unknown>) => done.push(data))
        }
      },
    )
    onTestFinished(() => void vi.unstubAllGlobals())
    const photo = await fromCamera(await picture(4_000, 3_000))
    expect(await textOf(photo)).toContain('GPS-HOME')
    const small = (await shrink(photo, 2_000_000, worker))!
    expect(done).toEqual(worker ? [small] : [])
    expect(small.width * small.height).toBeLessThanOrEqual(2_000_000)
    expect(small.width * small.height).toBeGreaterThan(1_900_000)
    expect(small.height / small.width).toBeCloseTo(4 / 3, 2)
    expect(small.data.type).toBe('image/jpeg')
    expect(await textOf(small.data)).not.toMatch(/GPS-HOME|Exif/)
    expect((await segmentsOf(small.data)).filter((segment) => segment.startsWith('e1'))).toEqual([])
    // Turned clockwise, the blue quarter comes to the upper right.
    expect([await colourAt(small.data, 0.9, 0.1), await colourAt(small.data, 0.1, 0.1)]).toEqual(['blue', 'red'])
  },
)

test('a small photo that stands upright keeps every pixel, and loses its EXIF all the same [D6]', async () => {
  const plain = await picture(640, 480)
  const photo = await fromCamera(plain)
  const upright = new File([latin1((await textOf(photo)).replace('\0\x06\0\0', '\0\x01\0\0'))], 'a.jpg', { type: 'image/jpeg' })
  const small = (await shrink(upright, 4_000_000))!
  expect(small).toMatchObject({ width: 640, height: 480 })
  expect(await textOf(small.data)).toBe(await textOf(plain))
})

test.each(['image/png', 'image/webp'])('%s becomes smaller and stays what it is', async (type) => {
  const small = (await shrink(await picture(1_000, 1_000, type, 'a'), 250_000))!
  expect(small).toMatchObject({ width: 500, height: 500 })
  expect(small.data.type).toBe(type)
})

test('what is no picture, or a broken one, goes as it is', async () => {
  expect(await shrink(new Blob(['GPS']), 100)).toBeNull()
  expect(await shrink(new Blob([(await picture(100, 100)).slice(0, 200)]), 100, true)).toBeNull()
})

test('0 keeps its size', async () => {
  expect(await redraw(await picture(1_000, 500), 0)).toMatchObject({ width: 1_000, height: 500 })
})

test('several are made small one after the other', async () => {
  const photos = await Promise.all([1, 2, 3].map(() => picture(800, 600)))
  const small = await Promise.all(photos.map((photo) => shrink(photo, 10_000)))
  expect(small.map((each) => each!.width)).toEqual([115, 115, 115])
})

const latin1 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (char) => char.charCodeAt(0))
