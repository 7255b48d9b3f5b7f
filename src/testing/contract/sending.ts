import type { ContractHouse, TestRunner } from './house.ts'
import { bodies, codeOf, fresh, heard, own, sent, visit } from './tools.ts'

/** bytes */
const LONGEST = 32 * 1_024

export function describeSending({ test, expect }: TestRunner, house: () => ContractHouse): void {
  test('a Message that we send is answered with its index and comes back with our id', async () => {
    const { service, channel, identity } = await visit(house())
    const options = own()
    const echo = heard(service, 'messageAdded', ({ message }) => message.attributes['parlourId'] === options.id)
    const index = await service.sendMessage(channel.sid, 'Hello', options)
    const { channelSid, message } = await echo
    expect(channelSid).toEqual(channel.sid)
    expect(message).toMatchObject({ index, author: identity, body: 'Hello', editedAt: null, media: [] })
    expect(message.createdAt > Date.UTC(2020) && Number.isInteger(message.createdAt)).toEqual(true)
  })

  test('the other hears it, with the same index and sid', async () => {
    const { service, channel, join } = await visit(house())
    const there = await join()
    const arrived = heard(there, 'messageAdded', ({ message }) => message.body === 'Hello')
    const { sid, index } = await sent(service, channel.sid, 'Hello')
    expect((await arrived).message).toMatchObject({ sid, index, author: service.identity })
  })

  test('Messages that we send one after the other keep their order', async () => {
    const { service, channel } = await visit(house())
    const texts = Array.from({ length: 12 }, (_, at) => `m${at}`)
    const indexes: number[] = []
    for (const text of texts) indexes.push(await service.sendMessage(channel.sid, text, own()))
    expect(indexes).toEqual(indexes.toSorted((a, b) => a - b))
    expect(new Set(indexes).size).toEqual(12)
    expect(await bodies(service, channel.sid)).toEqual(texts)
  })

  test('every text comes through as it is', async () => {
    const { service, channel } = await visit(house())
    const texts = ['Grüße 🙂 👩‍👩‍👧', 'two\nlines\r\nthree', '  spaces  ', '<b>&amp;</b>', 'שלום مرحبا', '{"json":"\\u0000"}', '\u2028 \u00A0']
    for (const text of texts) expect((await sent(service, channel.sid, text)).body).toEqual(text)
    expect(await bodies(service, channel.sid)).toEqual(texts)
  })

  test('the longest text is 32 KB of UTF-8; one byte more is invalid, and so is none', async () => {
    const { service, channel } = await visit(house())
    const longest = '🙂'.repeat(LONGEST / 4)
    expect((await sent(service, channel.sid, longest)).body === longest).toEqual(true)
    expect(await codeOf(service.sendMessage(channel.sid, `${longest}x`, own()))).toEqual('message-invalid')
    expect(await codeOf(service.sendMessage(channel.sid, '', own()))).toEqual('message-invalid')
    expect((await service.messages(channel.sid)).messages.length).toEqual(1)
  })

  test('attributes come through as they are, beside our id', async () => {
    const { service, channel } = await visit(house())
    const attributes = { mood: 'good', deep: { list: [1, null, { ünï: '🙂' }] }, zero: 0, no: false }
    const options = own({ attributes })
    expect((await sent(service, channel.sid, 'Hello', options)).attributes).toEqual({ ...attributes, parlourId: options.id })
  })

  test('nobody can pass an id of another Message off in the attributes', async () => {
    const { service, channel } = await visit(house())
    const options = own({ attributes: { parlourId: 'forged' } })
    expect((await sent(service, channel.sid, 'Hello', options)).attributes).toEqual({ parlourId: options.id })
  })

  test('attributes beyond 4 KB are invalid', async () => {
    const { service, channel } = await visit(house())
    const attributes = { note: 'é'.repeat(2_048) }
    expect(await codeOf(service.sendMessage(channel.sid, 'Hello', own({ attributes })))).toEqual('message-invalid')
    expect(await bodies(service, channel.sid)).toEqual([])
  })

  test('a Message that is sent again under its id is stored once, and answered the same', async () => {
    const { service, channel } = await visit(house())
    const options = own()
    const first = await service.sendMessage(channel.sid, 'once', options)
    expect(await service.sendMessage(channel.sid, 'once', options)).toEqual(first)
    expect(await bodies(service, channel.sid)).toEqual(['once'])
  })

  test('the same text under another id is another Message', async () => {
    const { service, channel } = await visit(house())
    await service.sendMessage(channel.sid, 'again', own())
    await service.sendMessage(channel.sid, 'again', own())
    expect(await bodies(service, channel.sid)).toEqual(['again', 'again'])
  })

  test('what the back end writes arrives under the name that it gives', async () => {
    const { service, channel, agent } = await visit(house())
    const arrived = heard(service, 'messageAdded')
    const { sid, index } = await channel.post(agent, 'How can I help?', { kind: 'greeting' })
    expect((await arrived).message).toMatchObject({ sid, index, author: agent, body: 'How can I help?', attributes: { kind: 'greeting' } })
  })

  test('one who was removed can send no more', async () => {
    const { service, channel, identity, agent } = await visit(house())
    const removed = heard(service, 'channelRemoved')
    await channel.removeMember(identity)
    await removed
    expect(await codeOf(service.sendMessage(channel.sid, 'Wait!', own()))).toEqual('channel-not-found')
    expect(await bodies(await house().connect(agent), channel.sid)).toEqual([])
  })

  test('a Channel that we are not in takes nothing from us', async () => {
    const { service } = await visit(house())
    const foreign = await house().createChannel(fresh('agent'))
    expect(await codeOf(service.sendMessage(foreign.sid, 'Psst', own()))).toEqual('channel-not-found')
  })
}
