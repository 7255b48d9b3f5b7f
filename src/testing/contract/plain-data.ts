import type { Capabilities } from '../../chat/service.ts'
import type { ContractHouse, TestRunner } from './house.ts'
import { heard, own, sent, until, visit } from './tools.ts'

export function describePlainData({ test, expect }: TestRunner, house: () => ContractHouse, capabilities: Capabilities): void {
  test('it can what it says it can, and says so in plain data', async () => {
    const { service } = await visit(house())
    expect({ ...structuredClone(service.capabilities) }).toEqual({ ...capabilities })
  })

  test('all that is read can be cloned, and is equal then', async () => {
    const { service, channel } = await visit(house())
    await sent(service, channel.sid, 'Hello', own({ attributes: { deep: { list: [1] } } }))
    const read = [
      await service.channels(),
      await service.channel(channel.sid),
      await service.messages(channel.sid),
      await service.messagesAfter(channel.sid, -1),
      await service.members(channel.sid),
    ]
    expect(structuredClone(read)).toEqual(read)
    expect(JSON.parse(JSON.stringify(read))).toEqual(read)
  })

  test('all that is heard can be cloned, and is equal then', async () => {
    const { service, channel, agent } = await visit(house())
    const events = [heard(service, 'messageAdded'), heard(service, 'channelUpdated'), heard(service, 'memberJoined')]
    await channel.post(agent, 'Hello', { deep: { list: [1] } })
    await channel.addMember(`${agent}-2`)
    const all = await Promise.all(events)
    expect(structuredClone(all)).toEqual(all)
  })

  test('nothing that is read is shared: to change it changes nothing', async () => {
    const { service, channel } = await visit(house())
    await channel.setAttributes({ topics: ['billing'] })
    await sent(service, channel.sid, 'Hello', own({ attributes: { deep: { list: [1] } } }))
    const spoil = async (): Promise<void> => {
      for (const { attributes } of [...(await service.messages(channel.sid)).messages, await service.channel(channel.sid)]) {
        for (const value of Object.values(attributes as Record<string, { list?: number[] } | string[]>)) {
          if (Array.isArray(value)) value.push('spoilt')
          else value.list?.push(2)
        }
      }
    }
    await until(async () => 'topics' in (await service.channel(channel.sid)).attributes)
    await spoil()
    expect((await service.messages(channel.sid)).messages[0]!.attributes).toMatchObject({ deep: { list: [1] } })
    expect((await service.channel(channel.sid)).attributes).toEqual({ topics: ['billing'] })
  })

  test('nothing that is given is shared: to change it later changes nothing', async () => {
    const { service, channel } = await visit(house())
    const attributes = { list: [1] }
    await sent(service, channel.sid, 'Hello', own({ attributes }))
    attributes.list.push(2)
    expect((await service.messages(channel.sid)).messages[0]!.attributes).toMatchObject({ list: [1] })
  })

  test('nothing that is heard is shared: to change it changes nothing that is read', async () => {
    const { service, channel, agent } = await visit(house())
    const arrived = heard(service, 'messageAdded')
    await channel.post(agent, 'Hello', { list: [1] })
    const { message } = await arrived
    ;(message.attributes['list'] as number[]).push(2)
    expect((await service.messages(channel.sid)).messages[0]!.attributes).toEqual({ list: [1] })
  })
}
