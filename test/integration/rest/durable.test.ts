import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Rest, send, startRest } from './setup.ts'

let rest: Rest
beforeAll(async () => void (rest = await startRest()))
afterEach(() => rest.holdDisk(null))
afterAll(() => rest.close())

test('an answer leaves only when what it tells is on disk', async () => {
  let onDisk = (): void => {}
  rest.holdDisk(() => new Promise((resolve) => (onDisk = resolve)))
  let answered = false
  const creation = send(rest, 'POST', '/v2/Services', { FriendlyName: 'slow' }).then((answer) => {
    answered = true
    return answer
  })
  while (rest.domain.services.list({ limit: 50 }).items.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(answered).toBe(false)
  onDisk()
  expect((await creation).status).toBe(201)
})

test('a commit that fails is answered 500 with Twilio’s error body', async () => {
  rest.holdDisk(() => Promise.reject(new Error('disk full')))
  expect(await send(rest, 'POST', '/v2/Services', { FriendlyName: 'lost' })).toMatchObject({
    status: 500,
    body: { status: 500, code: 20500, message: expect.stringContaining('could not be written to disk') },
  })
  expect(rest.reported).toMatchObject([{ message: 'disk full' }])
})
