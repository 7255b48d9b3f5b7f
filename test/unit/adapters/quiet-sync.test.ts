import { expect, test, vi } from 'vitest'
import { QuietSync } from '../../../src/adapters/quiet-sync.ts'
import type { Socket } from '../../../src/adapters/twilsock.ts'

interface Internals {
  readonly services: { readonly storage: { updateStorageId(id: string): void; store(type: string, id: string, value: object): void } }
}

const socket = { client: { on: () => {}, once: () => {}, isConnected: false, state: 'connecting' } } as unknown as Socket

test('what Sync learns of a conversation is not left in the tab', () => {
  const kept = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    setItem: (key: string, value: string) => void kept.set(key, value),
    getItem: (key: string) => kept.get(key) ?? null,
    removeItem: (key: string) => void kept.delete(key),
  })
  const { storage } = (new QuietSync('token', socket) as unknown as Internals).services
  storage.updateStorageId('visitor')
  storage.store('document', 'CH1.channel', { friendlyName: 'Help' })
  expect([...kept]).toEqual([])
  vi.unstubAllGlobals()
})

test('a failed read is nothing to shout about for the SDKs, whatever the socket does', () => {
  expect(new QuietSync('token', socket).connectionState).toBe('disconnected')
  const live = { client: { on: () => {}, once: () => {}, isConnected: true, state: 'connected' } } as unknown as Socket
  expect(new QuietSync('token', live).connectionState).toBe('disconnected')
})
