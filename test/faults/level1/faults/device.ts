import { refusal } from '../packets.ts'
import type { Passing } from '../packets.ts'
import type { MakeStroke, Scene } from '../scene.ts'
import { tokenTroubles } from '../token-endpoint.ts'
import { all } from './network.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The network drops everything, and nobody is told. */
function drop(scene: Scene): void {
  for (const link of all(scene)) link.deafen('in', 'out')
}

/** The service takes the old token no more. */
function outdated(passing: Passing): Uint8Array | null {
  if (passing.topic !== 'init' || passing.isReply) return passing.bytes
  passing.link.write('in', refusal(passing.id ?? '', 401, 20104))
  return null
}

const token: MakeStroke = (scene, { isStart }) => {
  const { endpoint, tab } = scene
  return {
    lastsMs: 3_000 + scene.random() * 1_000,
    strike(passing) {
      endpoint.trouble = scene.turn(tokenTroubles)
      for (const link of tab.network.sockets()) link.rst()
      return passing?.socket ? null : (passing?.bytes ?? null)
    },
    // At the first request of all there is no token yet that could be outdated.
    ...(isStart && scene.moment === 'before-open' ? {} : { meanwhile: outdated }),
    end: () => void (endpoint.trouble = null),
  }
}

const onOffLine: MakeStroke = (scene) => {
  const how = scene.turn(['offline', 'says offline', 'says online'] as const)
  const { page, network } = scene.tab
  const say = (onLine: boolean): void => {
    page.onLine = onLine
    page.fire('window', onLine ? 'online' : 'offline')
  }
  return {
    lastsMs: 500 + scene.random() * 2_000,
    strike(passing) {
      if (how === 'says offline') {
        say(false)
        return passing && passing.bytes
      }
      drop(scene)
      void network.proxy.setDoor(how === 'offline' ? 'refuse' : 'hang')
      say(how === 'says online')
      return null
    },
    async end() {
      await network.proxy.setDoor('open')
      if (how !== 'says online') say(true)
    },
  }
}

const sleep: MakeStroke = (scene) => {
  const forMs = scene.turn([60_000, HOUR_MS + 60_000, 3 * DAY_MS])
  const { page, network } = scene.tab
  return {
    lastsMs: 300 + scene.random() * 700,
    asleep: true,
    strike() {
      page.freeze()
      drop(scene)
      void network.proxy.setDoor('hang')
      if (forMs > HOUR_MS) scene.house.expireToken(scene.identity)
      return null
    },
    async end() {
      await network.proxy.setDoor('open')
      page.skewMs += forMs
      page.thaw()
      const woken = Math.floor(scene.random() * 4)
      if (woken === 0) page.fire('document', 'visibilitychange')
      if (woken <= 1) page.fire('window', 'focus')
      if (woken === 2) page.fire('window', 'online')
      // Else the browser says nothing.
    },
  }
}

const freeze: MakeStroke = (scene) => {
  const { page } = scene.tab
  return {
    lastsMs: 300 + scene.random() * 1_000,
    asleep: true,
    strike() {
      page.visible.value = false
      page.document.hidden = true
      page.fire('document', 'freeze')
      page.freeze()
      drop(scene)
      return null
    },
    end() {
      page.thaw()
      page.document.hidden = false
      page.visible.value = true
      page.fire('document', 'resume')
      if (scene.random() < 0.5) page.fire('window', 'visibilitychange')
    },
  }
}

const bfcache: MakeStroke = (scene) => {
  const { page } = scene.tab
  return {
    lastsMs: 300 + scene.random() * 1_000,
    asleep: true,
    strike() {
      page.fire('window', 'pagehide', { persisted: true })
      page.freeze()
      for (const link of all(scene)) link.rst()
      return null
    },
    end() {
      page.thaw()
      page.fire('window', 'pageshow', { persisted: true })
    },
  }
}

const clock: MakeStroke = (scene) => {
  const { page } = scene.tab
  const how = scene.turn(['ahead', 'behind', 'set'] as const)
  return {
    lastsMs: 200 + scene.random() * 1_000,
    strike(passing) {
      page.skewMs += how === 'behind' ? -DAY_MS : DAY_MS
      return passing && passing.bytes
    },
    end: () => void (how === 'set' && (page.skewMs -= 2 * DAY_MS)),
  }
}

const storage: MakeStroke = (scene) => {
  const how = scene.turn(['barred', 'broken', 'full'] as const)
  const { storage: disk } = scene.browser
  const { tab } = scene
  return {
    lastsMs: 1_500 + scene.random() * 1_000,
    strike(passing) {
      if (how === 'full') tab.quota = true
      else {
        disk.health = how
        disk.cut()
      }
      return passing && passing.bytes
    },
    end() {
      tab.quota = false
      disk.health = 'fine'
    },
  }
}

const tabKill: MakeStroke = (scene) => ({
  lastsMs: 100 + scene.random() * 500,
  asleep: true,
  strike() {
    scene.tab.die()
    return null
  },
  end: async () => void (await scene.openTab()),
})

const secondTab: MakeStroke = (scene) => {
  const first = scene.tab
  let second: Promise<void> = Promise.resolve()
  return {
    lastsMs: 800 + scene.random() * 1_000,
    strike(passing) {
      const body = `${scene.identity} from the second tab`
      // Where the visitor leaves, the second tab is as likely to be opened by whom he becomes.
      second = scene.openTab().then((tab) => (scene.moment === 'shutdown' ? undefined : scene.write(tab, body)))
      return passing && passing.bytes
    },
    async end() {
      await second
      const opened = scene.tab
      if (scene.random() < 0.5) scene.tab = first
      const closed = scene.tab === first ? opened : first
      if (scene.random() < 0.5) closed.leave()
      else closed.die()
    },
  }
}

export const device: Readonly<Record<string, MakeStroke>> = {
  token,
  'on-off-line': onOffLine,
  sleep,
  freeze,
  bfcache,
  clock,
  storage,
  'tab-kill': tabKill,
  'second-tab': secondTab,
}
