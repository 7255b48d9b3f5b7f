import type { Direction, Door, Link } from '../../../support/fault-proxy.ts'
import { FAIR } from '../../../support/fault-proxy.ts'
import type { MakeStroke, Scene } from '../scene.ts'
import type { Passing } from '../packets.ts'

/** Those that the fault strikes: the one on which something passes, else all of the SDK. */
export const struck = ({ tab }: Scene, passing: Passing | null): readonly Link[] => (passing ? [passing.link] : tab.network.sockets())

export const all = ({ tab }: Scene): readonly Link[] => tab.network.proxy.links

/** So much of what passes gets through before the end; nothing where the service loses it. */
function part({ random }: Scene, passing: Passing | null, lostInService: boolean): Uint8Array | null {
  if (!passing || lostInService) return null
  return passing.bytes.subarray(0, Math.floor(random() * passing.bytes.length))
}

const breaking =
  (end: (link: Link) => void): MakeStroke =>
  (scene, { lostInService }) => ({
    lastsMs: 30 + scene.random() * 300,
    strike(passing) {
      const bytes = part(scene, passing, lostInService)
      if (bytes) passing?.link.write(passing.direction, bytes)
      struck(scene, passing).forEach(end)
      return null
    },
  })

const halfOpen =
  (...directions: readonly Direction[]): MakeStroke =>
  (scene, { lostInService }) => {
    // By turns the visitor writes, the page is looked at again, or nothing at all happens and the silence is noticed.
    const how = scene.turn(['write', 'wake', 'wait'] as const)
    return {
      lastsMs: 300 + scene.random() * 700,
      asleep: how !== 'write',
      strike(passing) {
        const passes = passing && !directions.includes(passing.direction)
        const bytes = passes ? passing.bytes : part(scene, passing, lostInService)
        if (bytes) passing?.link.write(passing.direction, bytes)
        for (const link of all(scene)) link.deafen(...directions)
        return null
      },
      end() {
        if (how === 'wake') scene.tab.page.fire('window', 'focus')
      },
    }
  }

const DIALS: readonly Door[] = ['hang', 'refuse', 'captive']

export const network: Readonly<Record<string, MakeStroke>> = {
  rst: breaking((link) => link.rst()),
  fin: breaking((link) => link.fin()),
  'half-open-both': halfOpen('in', 'out'),
  'half-open-in': halfOpen('in'),
  'half-open-out': halfOpen('out'),
  latency: (scene) => ({
    lastsMs: 3_000 + scene.random() * 3_000,
    strike(passing) {
      scene.tab.network.proxy.weather = { latencyMs: [0, 8_000], bytesPerSecond: null }
      return passing && passing.bytes
    },
    end: () => void (scene.tab.network.proxy.weather = FAIR),
  }),
  trickle: (scene) => ({
    lastsMs: 3_000 + scene.random() * 3_000,
    strike(passing) {
      scene.tab.network.proxy.weather = { latencyMs: [0, 0], bytesPerSecond: 2_000 }
      return passing && passing.bytes
    },
    end: () => void (scene.tab.network.proxy.weather = FAIR),
  }),
  connect: (scene) => {
    const door = scene.turn(DIALS)
    const { proxy } = scene.tab.network
    return {
      lastsMs: 400 + scene.random() * 2_500,
      strike() {
        for (const link of all(scene)) link.rst()
        void proxy.setDoor(door)
        return null
      },
      end: () => proxy.setDoor('open'),
    }
  },
}
