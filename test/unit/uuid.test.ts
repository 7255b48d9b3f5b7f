import { afterEach, expect, test, vi } from 'vitest'
import { uuid } from '../../src/lib/uuid.ts'

afterEach(() => vi.unstubAllGlobals())

test('a page of plain http, which has no `crypto.randomUUID`, makes ids as good', () => {
  const { crypto } = globalThis
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
  const ids = Array.from({ length: 1_000 }, uuid)
  expect(new Set(ids).size).toBe(1_000)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})
