import { expect, test } from 'vitest'

test('the npm entry exports this and nothing else', async () => {
  expect(Object.keys(await import('../../src/index.ts')).toSorted()).toEqual(['ChatError', 'createChat', 'readAttributes'])
})

test('the element entry exports this and nothing else', async () => {
  expect(Object.keys(await import('../../src/element.ts'))).toEqual(['ParlourChatElement'])
})

test('the testing entry exports this and nothing else', async () => {
  expect(Object.keys(await import('../../src/testing/index.ts')).toSorted()).toEqual([
    'createFakeHouse',
    'describeBrokenConnections',
    'describeChatService',
    'runScriptedAgent',
  ])
})

test('without a window, import and createChat do nothing to the world', async () => {
  expect('window' in globalThis).toBe(false)
  const before = new Set(Object.getOwnPropertyNames(globalThis))
  const { createChat } = await import('../../src/index.ts')
  await import('../../src/element.ts')
  const chat = createChat({ tokenUrl: '/token' })
  expect(chat.state()).toEqual({ status: 'idle', open: false, unread: 0 })
  const off = chat.on('unread', () => {})
  off()
  chat.destroy()
  expect(Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name))).toEqual([])
})

test('the handle has these commands', async () => {
  const { createChat } = await import('../../src/index.ts')
  expect(Object.keys(createChat({ tokenUrl: '/token' })).toSorted()).toEqual([
    'close',
    'destroy',
    'logout',
    'mount',
    'on',
    'open',
    'send',
    'setOptions',
    'state',
    'toggle',
  ])
})
