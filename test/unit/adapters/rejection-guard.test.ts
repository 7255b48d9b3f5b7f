import { TransportUnavailableError } from 'twilsock'
import { SyncClient } from 'twilio-sync'
import { expect, test } from 'vitest'
import { guardRejections } from '../../../src/adapters/rejection-guard.ts'

/** A page with an error reporter that starts after us. */
async function page() {
  const target = new EventTarget()
  const reported: unknown[] = []
  const off = await guardRejections(target)
  target.addEventListener('unhandledrejection', (event) => reported.push((event as Event & { reason: unknown }).reason))
  return {
    reported,
    off,
    /** True when the browser would print it. */
    reject: (reason: unknown) => target.dispatchEvent(Object.assign(new Event('unhandledrejection', { cancelable: true }), { reason })),
  }
}

const syncError = (): Promise<unknown> =>
  (SyncClient.prototype as unknown as { _get(url: string, id: string): Promise<never> })._get('', '').catch((error: unknown) => error)

test("the SDK's own rejections reach neither a reporter behind us nor the console", async () => {
  const { reported, reject } = await page()
  expect(reject(new TransportUnavailableError('gone'))).toBe(false)
  expect(reject(await syncError())).toBe(false)
  expect(reported).toEqual([])
})

test("the host's own pass untouched, whatever they look like", async () => {
  const { reported, reject } = await page()
  const lookalike = Object.assign(new Error('Not found (status: 404, code: 54100)'), { name: 'SyncError', status: 404, code: 54_100 })
  for (const reason of [new Error('mine'), lookalike, 'text', undefined, null]) expect(reject(reason)).toBe(true)
  expect(reported).toHaveLength(5)
})

test('after the last visit it is gone', async () => {
  const { reported, reject, off } = await page()
  off()
  reject(new TransportUnavailableError('gone'))
  expect(reported).toHaveLength(1)
})
