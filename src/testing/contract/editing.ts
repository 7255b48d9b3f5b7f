import type { ContractHouse, TestRunner } from './house.ts'
import { bodies, codeOf, heard, own, sent, visit } from './tools.ts'

export function describeEditing({ test, expect }: TestRunner, house: () => ContractHouse): void {
  test('we edit our own Message, and both hear what it says now', async () => {
    const { service, channel, join } = await visit(house())
    const there = await join()
    const arrived = heard(there, 'messageAdded')
    const { sid, index } = await sent(service, channel.sid, 'Helo')
    await arrived
    const edited = [service, there].map((each) => heard(each, 'messageUpdated', ({ message }) => message.body === 'Hello'))
    await service.editMessage(channel.sid, sid, 'Hello')
    for (const { message } of await Promise.all(edited)) {
      expect(message).toMatchObject({ sid, index, author: service.identity })
      expect(message.editedAt !== null && message.editedAt >= message.createdAt).toEqual(true)
    }
  })

  test('an edit leaves the attributes, and shows in the history', async () => {
    const { service, channel } = await visit(house())
    const options = own({ attributes: { mood: 'good' } })
    const { sid } = await sent(service, channel.sid, 'Helo', options)
    await service.editMessage(channel.sid, sid, 'Hello')
    const [message] = await service.messagesAfter(channel.sid, -1)
    expect(message).toMatchObject({ sid, body: 'Hello', attributes: { mood: 'good', parlourId: options.id } })
  })

  test('we remove our own Message, and both hear that it is gone', async () => {
    const { service, channel, join } = await visit(house())
    const there = await join()
    const arrived = heard(there, 'messageAdded')
    const { sid, index } = await sent(service, channel.sid, 'Oops')
    await arrived
    const gone = [service, there].map((each) => heard(each, 'messageRemoved'))
    await service.removeMessage(channel.sid, sid)
    expect(await Promise.all(gone)).toEqual([
      { channelSid: channel.sid, sid, index },
      { channelSid: channel.sid, sid, index },
    ])
    expect(await bodies(service, channel.sid)).toEqual([])
  })

  test('a Message of somebody else is neither edited nor removed by us', async () => {
    const { service, channel, agent } = await visit(house())
    const arrived = heard(service, 'messageAdded')
    const { sid } = await channel.post(agent, 'Mine')
    await arrived
    expect(await codeOf(service.editMessage(channel.sid, sid, 'Yours'))).toEqual('message-rejected')
    expect(await codeOf(service.removeMessage(channel.sid, sid))).toEqual('message-rejected')
    expect(await bodies(service, channel.sid)).toEqual(['Mine'])
  })

  test('an edit to nothing, or to more than 32 KB, is invalid', async () => {
    const { service, channel } = await visit(house())
    const { sid } = await sent(service, channel.sid, 'Hello')
    expect(await codeOf(service.editMessage(channel.sid, sid, ''))).toEqual('message-invalid')
    expect(await codeOf(service.editMessage(channel.sid, sid, 'x'.repeat(32_769)))).toEqual('message-invalid')
    expect(await bodies(service, channel.sid)).toEqual(['Hello'])
  })

  test('a Message that there is not, or no longer, is rejected', async () => {
    const { service, channel } = await visit(house())
    const { sid } = await sent(service, channel.sid, 'Oops')
    const gone = heard(service, 'messageRemoved')
    await service.removeMessage(channel.sid, sid)
    await gone
    expect(await codeOf(service.editMessage(channel.sid, sid, 'Sorry'))).toEqual('message-rejected')
    expect(await codeOf(service.removeMessage(channel.sid, `IM${'0'.repeat(32)}`))).toEqual('message-rejected')
  })

  test('what the back end edits and removes, we hear', async () => {
    const { service, channel, agent } = await visit(house())
    const arrived = heard(service, 'messageAdded')
    const { sid, index } = await channel.post(agent, 'Secret')
    await arrived
    const edited = heard(service, 'messageUpdated', ({ message }) => message.body === '(redacted)')
    await channel.edit(sid, '(redacted)')
    expect((await edited).message).toMatchObject({ sid, index, author: agent })
    const gone = heard(service, 'messageRemoved')
    await channel.remove(sid)
    expect(await gone).toEqual({ channelSid: channel.sid, sid, index })
  })
}
