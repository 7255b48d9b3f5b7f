import type { ContractHouse, TestRunner } from './house.ts'
import { heard, sent, visit } from './tools.ts'

/** With the capability `receipts`. */
export function describeReceipts({ test, expect }: TestRunner, house: () => ContractHouse): void {
  test('a Message says when it was read', async () => {
    const { service, channel, join } = await visit(house())
    const there = await join()
    const { sid, index } = await sent(service, channel.sid, 'read me')
    const read = heard(service, 'messageUpdated', ({ message }) => message.sid === sid && message.receipts?.read === 'all')
    await there.advanceHorizon(channel.sid, index)
    expect((await read).message.receipts).toEqual({
      total: 1,
      sent: 'all',
      delivered: 'all',
      read: 'all',
      undelivered: 'none',
      failed: 'none',
    })
    const [message] = await service.messagesAfter(channel.sid, index - 1)
    expect(message!.receipts?.read).toEqual('all')
  })
}

/** Without it. */
export function describeNoReceipts({ test, expect }: TestRunner, house: () => ContractHouse): void {
  test('nothing is known of who has a Message; who has read it, the horizons tell', async () => {
    const { service, channel, agent, join } = await visit(house())
    const there = await join()
    await service.members(channel.sid)
    const { index, receipts } = await sent(service, channel.sid, 'read me')
    const read = heard(service, 'memberUpdated', ({ member }) => member.identity === agent && member.lastConsumedMessageIndex === index)
    await there.advanceHorizon(channel.sid, index)
    await read
    const [message] = await service.messagesAfter(channel.sid, index - 1)
    expect([receipts, message!.receipts]).toEqual([null, null])
  })
}
