import { setTimeout as sleep } from 'node:timers/promises'
import type { Scenario } from '../scenario.ts'

/** Runs in the page: each way to keep something throws, as with blocked cookies. */
function blockStorage(): void {
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
    Object.defineProperty(window, name, {
      get() {
        throw new DOMException(`The operation is insecure: ${name}`, 'SecurityError')
      },
    })
  }
}

/** Runs in the page: as a page over plain http has it. */
function blockLocks(): void {
  Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined })
}

/** Runs in the page: nobody tells the other tabs anything. */
function blockBroadcast(): void {
  Reflect.deleteProperty(window, 'BroadcastChannel')
}

/** Runs in the page before the widget: a database of our name that is none of ours. */
function plantDatabase(kind: 'newer' | 'garbage'): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('parlour-outbox', kind === 'newer' ? 99 : 1)
    opening.onerror = () => reject(opening.error as DOMException)
    opening.onupgradeneeded = () => {
      const letters = opening.result.createObjectStore('letters', { autoIncrement: true })
      if (kind === 'newer') return
      letters.createIndex('room', 'room')
      letters.createIndex('id', 'id', { unique: true })
      letters.createIndex('identity', 'identity')
      opening.result.createObjectStore('leases')
      for (const row of [{}, { id: 7, room: null }, { id: 'x', room: 'y', files: 'z' }]) letters.add(row)
    }
    opening.onsuccess = () => {
      opening.result.close()
      resolve()
    }
  })
}

function ruinLetters(): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('parlour-outbox')
    opening.onerror = () => reject(opening.error as DOMException)
    opening.onsuccess = () => {
      const change = opening.result.transaction('letters', 'readwrite')
      const { name } = change.objectStore('letters')
      const reading = change.objectStore('letters').getAll()
      reading.onsuccess = () => {
        // Rows of a room that is real, with nothing else in them.
        for (const { room } of reading.result as { room: string }[]) change.objectStore(name).add({ room, id: `ruin ${Math.random()}` })
      }
      change.oncomplete = () => {
        opening.result.close()
        resolve()
      }
    }
  })
}

export const storage: readonly Scenario[] = [
  {
    name: 'without any storage the chat works, and what is written in a cut arrives',
    async play(scene) {
      const guest = await scene.invite({ prepare: (context) => context.addInitScript(blockStorage) })
      await guest.talk()
      await guest.context.setOffline(true)
      await guest.write('kept in memory')
      guest.meanwhile()
      await sleep(1_000)
      await guest.context.setOffline(false)
      await scene.judge(guest)
    },
  },
  ...[
    { words: 'Web Locks', block: blockLocks },
    { words: 'BroadcastChannel', block: blockBroadcast },
  ].map(({ words, block }): Scenario => ({
    name: `without ${words} each of two tabs is still correct`,
    async play(scene) {
      const guest = await scene.invite({ prepare: (context) => context.addInitScript(block) })
      await guest.talk()
      const other = await guest.openTab()
      for (let turn = 1; turn <= 3; turn++) await Promise.all([guest.write(`here ${turn}`), guest.write(`there ${turn}`, other)])
      scene.house.faults.drop(guest.identity)
      await guest.write('after a drop')
      guest.meanwhile()
      await scene.judge(guest, { tabs: [guest.tab, other] })
    },
  })),
  {
    name: 'on a full disk the chat works, and what is written in a cut arrives',
    async play(scene) {
      const guest = await scene.talking()
      const session = await guest.cdp()
      await session.send('Storage.overrideQuotaForOrigin', { origin: scene.house.url, quotaSize: 0 })
      await guest.context.setOffline(true)
      await guest.write('no room for this')
      guest.meanwhile()
      await sleep(1_000)
      await guest.context.setOffline(false)
      await scene.judge(guest)
    },
  },
  ...(['newer', 'garbage'] as const).map((kind): Scenario => ({
    name: `a database of our name that is ${kind === 'newer' ? 'of a later version' : 'full of rubbish'} stops nothing`,
    async play(scene) {
      const guest = await scene.invite()
      await guest.tab.page.evaluate(plantDatabase, kind)
      await guest.talk()
      await guest.context.setOffline(true)
      await guest.write('kept all the same')
      guest.meanwhile()
      await sleep(1_000)
      await guest.context.setOffline(false)
      await scene.judge(guest)
    },
  })),
  {
    name: 'rubbish among the kept Messages stops none of them, also after a crash',
    async play(scene) {
      const guest = await scene.talking()
      await guest.context.setOffline(true)
      for (const text of ['one', 'two']) await guest.write(text)
      await guest.tab.page.evaluate(ruinLetters)
      await guest.write('three')
      await guest.crash()
      await guest.context.setOffline(false)
      await guest.reopen()
      await scene.judge(guest)
    },
  },
  {
    name: 'site data that is deleted while Messages wait takes none of them from a page that is open',
    async play(scene) {
      const guest = await scene.talking()
      await guest.context.setOffline(true)
      for (const text of ['one', 'two']) await guest.write(text)
      const session = await guest.cdp()
      await session.send('Storage.clearDataForOrigin', { origin: scene.house.url, storageTypes: 'indexeddb,local_storage' })
      await guest.write('three')
      guest.meanwhile()
      await sleep(500)
      await guest.context.setOffline(false)
      await scene.judge(guest)
    },
  },
]
