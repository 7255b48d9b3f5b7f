import { signal } from '@preact/signals-core'
import { expect, test } from 'vitest'
import { createDrafts, keepDraft } from '../../../src/store/live/drafts.ts'
import { liveOn } from '../../../src/store/live/index.ts'
import { createMemoryDisk } from '../../../src/store/live/memory-disk.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { createWorld, setup } from './setup.ts'

function memoryStorage(): Storage {
  const kept = new Map<string, string>()
  return {
    get length() {
      return kept.size
    },
    key: (at: number) => [...kept.keys()][at] ?? null,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
    clear: () => kept.clear(),
  }
}

const DAY_MS = 86_400_000

/** One tab with the composer of a conversation. */
function tab(storage: Storage, channelSid = 'CH1', now = () => 1): { draft: { value: string }; leave(): void } {
  const draft = signal('')
  const life = new AbortController()
  keepDraft({ channelSid, draft, drafts: createDrafts(storage), clock: { ...createFakeClock(), now } }, life.signal)
  return { draft, leave: () => life.abort() }
}

test('what was typed is there again after a reload, a crash, a week [D9]', () => {
  const storage = memoryStorage()
  tab(storage).draft.value = 'Half a sen\ntence'
  expect(tab(storage, 'CH1', () => 7 * DAY_MS).draft.value).toBe('Half a sen\ntence')
})

test('each conversation has its own draft', () => {
  const storage = memoryStorage()
  tab(storage, 'CH1').draft.value = 'one'
  tab(storage, 'CH2').draft.value = 'two'
  expect(tab(storage, 'CH1').draft.value).toBe('one')
})

test('what was sent, or taken back, is no draft any more', () => {
  const storage = memoryStorage()
  const { draft } = tab(storage)
  draft.value = 'Hello'
  draft.value = ''
  expect(tab(storage).draft.value).toBe('')
  expect(storage.length).toBe(0)
})

test('a tab does not overwrite or remove what another has typed since [D9]', () => {
  const storage = memoryStorage()
  const older = tab(storage)
  older.draft.value = 'Old'
  tab(storage).draft.value = 'Old and new'
  older.draft.value = ''
  expect(tab(storage).draft.value).toBe('Old and new')
})

test('who types before the draft is there keeps what they typed', () => {
  const storage = memoryStorage()
  tab(storage).draft.value = 'Earlier'
  const draft = signal('Faster')
  keepDraft({ channelSid: 'CH1', draft, drafts: createDrafts(storage), clock: createFakeClock() }, new AbortController().signal)
  expect(draft.value).toBe('Faster')
  expect(tab(storage).draft.value).toBe('Faster')
})

test('after a month a draft is gone', () => {
  const storage = memoryStorage()
  tab(storage, 'CH1').draft.value = 'one'
  tab(storage, 'CH2', () => 31 * DAY_MS)
  expect(storage.length).toBe(0)
})

test('storage that throws, or is not there, loses the draft and nothing else', () => {
  const barred = new Proxy(memoryStorage(), {
    get() {
      throw new Error('SecurityError')
    },
  })
  for (const storage of [barred, null]) {
    const drafts = createDrafts(storage)
    drafts.write('CH1', 'x', 1)
    drafts.clear()
    expect(drafts.read('CH1')).toBeNull()
  }
})

test('a reload finds the same conversation with its draft, and a logout leaves none of it behind [C6]', async () => {
  const world = createWorld()
  const storage = memoryStorage()
  const disk = createMemoryDisk()
  const page = (): ReturnType<typeof setup> =>
    setup({ loadLive: async () => ({ ...liveOn(disk.tab(), createDrafts(storage)), keepAlive: async () => {} }) }, world)
  world.house.createChannel({ members: ['visitor', 'agent'] })

  const first = page()
  first.chat.setOpen(true)
  await first.settle()
  first.chat.setDraft('Not yet sent')
  first.lifetime.abort()

  const second = page()
  second.chat.setOpen(true)
  await second.settle()
  expect(second.chat.draft.value).toBe('Not yet sent')

  await second.store.logout()
  expect(second.chat.draft.value).toBe('')
  expect(storage.length).toBe(0)
})

test('when the conversation ends its draft stays in the field and is kept no longer', async () => {
  const world = createWorld()
  const storage = memoryStorage()
  const { chat, settle } = setup(
    { loadLive: async () => ({ ...liveOn(createMemoryDisk().tab(), createDrafts(storage)), keepAlive: async () => {} }) },
    world,
  )
  const channelSid = world.house.createChannel({ members: ['visitor', 'agent'] })
  chat.setOpen(true)
  await settle()
  chat.setDraft('One more thing')
  expect(storage.length).toBe(1)
  world.house.setAttributes(channelSid, { status: 'ended' })
  await settle()
  expect(chat.session.value.status).toBe('ended')
  expect(chat.draft.value).toBe('One more thing')
  expect(storage.length).toBe(0)
})
