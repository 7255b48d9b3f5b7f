import { expect, test } from 'vitest'
import { pageSize } from '../../../../src/store/live/older.ts'
import { setup } from '../setup.ts'

const said = (count: number, length: number): { readonly body: string }[] =>
  Array.from({ length: count }, () => ({ body: 'x'.repeat(length) }))

test.each([
  ['texts of a line', said(20, 80), 30],
  ['nothing at all', [], 30],
  ['texts of 3 KB', said(20, 3_000), 27],
  ['texts of 32 KB', said(20, 32_768), 3],
  ['one text of 32 KB among short ones', [...said(1, 32_768), ...said(19, 80)], 30],
  ['characters of three bytes', [{ body: '語'.repeat(3_000) }], 10],
])('after %s a page is of as many as are taken apart in 50 ms', (_what, read, size) => {
  expect(pageSize(read, 30)).toBe(size)
})

test('only the oldest count, which are like those that come next', () => {
  expect(pageSize([...said(20, 80), ...said(100, 32_768)], 30)).toBe(30)
})

/** A conversation of 40 long Messages, of which those up to `read` are read. */
async function long(read: number) {
  const made = setup()
  const channelSid = made.house.createChannel({ members: ['visitor', 'agent'] })
  for (let at = 0; at < 40; at += 1) made.house.post(channelSid, 'agent', `${at} ${'x'.repeat(32_000)}`)
  await made.house.service('visitor').advanceHorizon(channelSid, read)
  made.chat.setOpen(true)
  await made.settle()
  return made
}

test('a conversation of long Messages is read in small pages, and wholly', async () => {
  const { chat, log, settle } = await long(39)
  const lengths = [log().length]
  while (chat.timeline.value.hasPrevious) {
    chat.loadPrevious()
    await settle()
    lengths.push(log().length)
  }
  expect(lengths).toEqual([20, 23, 26, 29, 32, 35, 38, 40])
})

test('so is what is unread in it, as far as it must be', async () => {
  const { chat, log } = await long(9)
  expect([chat.unread.value, log().length]).toEqual([30, 32])
})
