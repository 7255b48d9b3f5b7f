/** A token bucket: so much at once, so much a second. A start-up with 120 Channels is 500 requests in a burst (twilio-chat 6.0). */
export interface FloodGate {
  /** False when this one is too many. */
  pass(): boolean
}

export function createFloodGate({ burst, perSecond, now }: { burst: number; perSecond: number; now: () => number }): FloodGate {
  let left = burst
  let last = now()
  return {
    pass() {
      const time = now()
      left = Math.min(burst, left + (Math.max(0, time - last) / 1000) * perSecond)
      last = time
      if (left < 1) return false
      left -= 1
      return true
    },
  }
}
