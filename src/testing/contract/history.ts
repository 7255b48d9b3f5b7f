import type { ContractChannel, ContractHouse, TestRunner } from './house.ts'
import { heard, until, visit } from './tools.ts'

export function describeHistory({ test, expect }: TestRunner, house: () => ContractHouse): void {
  /** Posts `m0` … and waits until they can be read. Resolves with their indexes and sids. */
  async function filled(count: number) {
    const there = await visit(house())
    const posted: Awaited<ReturnType<ContractChannel['post']>>[] = []
    for (let at = 0; at < count; at += 1) posted.push(await there.channel.post(there.agent, `m${at}`))
    await until(async () => (await there.service.messagesAfter(there.channel.sid, -1)).length === count)
    return { ...there, posted, sid: there.channel.sid }
  }
  const names = (from: number, to: number): readonly string[] => Array.from({ length: to - from }, (_, at) => `m${from + at}`)

  test('a Channel without Messages has an empty page', async () => {
    const { service, channel } = await visit(house())
    expect(await service.messages(channel.sid)).toEqual({ messages: [], hasPrevious: false })
    expect(await service.messagesAfter(channel.sid, -1)).toEqual([])
  })

  test('history comes in pages upwards, each ascending', async () => {
    const { service, sid, posted } = await filled(7)
    const newest = await service.messages(sid, { limit: 3 })
    expect([newest.messages.map(({ body }) => body), newest.hasPrevious]).toEqual([names(4, 7), true])
    const older = await service.messages(sid, { before: posted[4]!.index, limit: 3 })
    expect([older.messages.map(({ body }) => body), older.hasPrevious]).toEqual([names(1, 4), true])
    const oldest = await service.messages(sid, { before: posted[1]!.index, limit: 3 })
    expect([oldest.messages.map(({ body }) => body), oldest.hasPrevious]).toEqual([names(0, 1), false])
  })

  test('a page has 30 Messages, unless another limit is given', async () => {
    const { service, sid } = await filled(32)
    const page = await service.messages(sid)
    expect([page.messages.map(({ body }) => body), page.hasPrevious]).toEqual([names(2, 32), true])
  })

  test('there is nothing before the first', async () => {
    const { service, sid, posted } = await filled(2)
    expect(await service.messages(sid, { before: posted[0]!.index })).toEqual({ messages: [], hasPrevious: false })
    expect(await service.messages(sid, { before: 0 })).toEqual({ messages: [], hasPrevious: false })
  })

  test('what came after an index comes in one go, ascending, to the end', async () => {
    const { service, sid, posted } = await filled(7)
    // Only the newest are known; an answer out of what is known would have holes.
    await service.messages(sid, { limit: 2 })
    const later = await service.messagesAfter(sid, posted[1]!.index)
    expect(later.map(({ index }) => index)).toEqual(posted.slice(2).map(({ index }) => index))
    expect(await service.messagesAfter(sid, posted[6]!.index)).toEqual([])
  })

  test('a deleted Message leaves a gap, over which both ways go', async () => {
    const { service, sid, posted, channel } = await filled(6)
    const gone = heard(service, 'messageRemoved')
    await channel.remove(posted[2]!.sid)
    expect(await gone).toEqual({ channelSid: sid, sid: posted[2]!.sid, index: posted[2]!.index })
    expect((await service.messages(sid, { before: posted[4]!.index, limit: 3 })).messages.map(({ body }) => body)).toEqual([
      'm0',
      'm1',
      'm3',
    ])
    expect((await service.messagesAfter(sid, posted[0]!.index)).map(({ body }) => body)).toEqual(['m1', 'm3', 'm4', 'm5'])
    expect((await service.messages(sid, { before: posted[2]!.index + 1 })).messages.map(({ body }) => body)).toEqual(['m0', 'm1'])
  })

  test('an index is never given twice, not after the newest was deleted either', async () => {
    const { service, posted, channel, agent } = await filled(3)
    const gone = heard(service, 'messageRemoved')
    await channel.remove(posted[2]!.sid)
    await gone
    const next = await channel.post(agent, 'next')
    expect(next.index > posted[2]!.index).toEqual(true)
  })

  test('a new connection reads what an old one sent', async () => {
    const { service, channel, identity } = await visit(house())
    await service.sendMessage(channel.sid, 'from the first tab', { id: crypto.randomUUID() })
    await service.shutdown()
    const later = await house().connect(identity)
    expect((await later.messages(channel.sid)).messages.map(({ body, author }) => [body, author])).toEqual([
      ['from the first tab', identity],
    ])
  })
}
