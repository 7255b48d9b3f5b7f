/** Where a picture stands that is drawn `scale` times as large as it fits: px from the middle. */
export interface Sight {
  readonly scale: number
  readonly x: number
  readonly y: number
}

export interface Size {
  readonly across: number
  readonly down: number
}

export const WHOLE: Sight = { scale: 1, x: 0, y: 0 }
export const CLOSE = 2.5
const CLOSEST = 8

/** Its edges never come inside the edges of the window; one that fits stands in the middle. */
export function within({ scale, x, y }: Sight, picture: Size, window: Size): Sight {
  const most = (length: number, room: number): number => Math.max(0, (length * scale - room) / 2)
  const clamp = (at: number, limit: number): number => Math.min(Math.max(at, -limit), limit)
  return { scale, x: clamp(x, most(picture.across, window.across)), y: clamp(y, most(picture.down, window.down)) }
}

/** `factor` times as large, where what lies under the point (px from the middle) stays under it. */
export function zoomed({ scale, x, y }: Sight, factor: number, point: { readonly x: number; readonly y: number }): Sight {
  const next = Math.min(Math.max(scale * factor, 1), CLOSEST)
  const by = next / scale
  return next === 1 ? WHOLE : { scale: next, x: point.x - (point.x - x) * by, y: point.y - (point.y - y) * by }
}
