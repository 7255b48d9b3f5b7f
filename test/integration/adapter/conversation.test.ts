import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { sdks, useHouse } from './house.ts'
import type { House, Room } from './house.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const send = (id = randomUUID()) => ({ id })

describe.each(Object.entries(sdks))('%s', (_name, connect) => {
  let house: House
  useHouse((open) => (house = open), connect)

  test('a visitor sees the Channels that the house made, and who made them', async () => {
    const room = await house.room('ann', 'bob')
    const { chat } = await house.visit('ann')
    expect(chat.identity).toBe('ann')
    expect(chat.connection).toBe('connected')
    const channel = (await chat.channels()).find(({ sid }) => sid === room.sid)
    expect(channel).toMatchObject({
      createdBy: 'system',
      friendlyName: 'Help',
      status: 'joined',
      lastConsumedMessageIndex: null,
      lastMessageIndex: null,
    })
    expect(Date.now() - (channel?.createdAt ?? 0)).toBeLessThan(60_000)
  })

  test('a Message travels with its attributes and comes back as our own echo', async () => {
    const room = await house.room('cat', 'dan')
    const cat = await house.visit('cat')
    const dan = await house.visit('dan')
    await dan.chat.messages(room.sid)
    const id = randomUUID()
    const index = await cat.chat.sendMessage(room.sid, 'Grüße 🙂', { id, attributes: { mood: 'good' } })
    expect(index).toBe(0)
    const expected = { index: 0, author: 'cat', body: 'Grüße 🙂', attributes: { parlourId: id, mood: 'good' }, editedAt: null, media: [] }
    expect((await cat.next('messageAdded')).message).toMatchObject(expected)
    expect((await dan.next('messageAdded')).message).toMatchObject(expected)
    expect((await dan.next('channelUpdated', ({ lastMessageIndex }) => lastMessageIndex === 0)).sid).toBe(room.sid)
  })

  test('edited and deleted Messages are told to both', async () => {
    const room = await house.room('eve', 'fay')
    const eve = await house.visit('eve')
    const fay = await house.visit('fay')
    await fay.chat.messages(room.sid)
    await eve.chat.sendMessage(room.sid, 'first', send())
    const { message } = await eve.next('messageAdded')
    await fay.next('messageAdded')
    await eve.chat.editMessage(room.sid, message.sid, 'second')
    for (const who of [eve, fay]) {
      const { message: edited } = await who.next('messageUpdated', (event) => event.message.body === 'second')
      expect(edited.editedAt).toBeGreaterThan(0)
    }
    await eve.chat.removeMessage(room.sid, message.sid)
    for (const who of [eve, fay]) expect(await who.next('messageRemoved')).toEqual({ channelSid: room.sid, sid: message.sid, index: 0 })
  })

  test("another's Message cannot be edited, and the error says so", async () => {
    const room = await house.room('gus', 'hal')
    const { sid } = await room.say('mine', 'hal')
    const gus = await house.visit('gus')
    await gus.chat.messages(room.sid)
    await expect(gus.chat.editMessage(room.sid, sid, 'yours')).rejects.toMatchObject({ code: 'message-rejected', retryable: false })
    expect(await room.bodies()).toEqual(['mine'])
  })

  test('history pages upwards over gaps, each page ascending', async () => {
    const room = await house.room('ida', 'jim')
    for (let i = 0; i < 47; i += 1) {
      const { sid } = await room.say(`m${i}`, 'jim')
      if (i % 5 === 3) await room.forget(sid)
    }
    const { chat } = await house.visit('ida')
    const seen: number[] = []
    let before: number | undefined
    for (let pages = 0; pages < 10; pages += 1) {
      const page = await chat.messages(room.sid, { limit: 10, ...(before === undefined ? {} : { before }) })
      const indexes = page.messages.map(({ index }) => index)
      expect(indexes).toEqual(indexes.toSorted((a, b) => a - b))
      seen.unshift(...indexes)
      before = indexes[0]
      if (!page.hasPrevious) break
    }
    expect(seen).toEqual(Array.from({ length: 47 }, (_, i) => i).filter((i) => i % 5 !== 3))
    expect(await chat.messages(room.sid, { before: 0 })).toEqual({ messages: [], hasPrevious: false })
  })

  test('a Channel without Messages has an empty page', async () => {
    const room = await house.room('kim')
    const { chat } = await house.visit('kim')
    expect(await chat.messages(room.sid)).toEqual({ messages: [], hasPrevious: false })
    expect(await chat.messagesAfter(room.sid, -1)).toEqual([])
  })

  test('messages after an index are complete, whatever part of the history is cached', async () => {
    const room = await house.room('leo', 'meg')
    for (let i = 0; i < 130; i += 1) await room.say(`m${i}`, 'meg')
    const { chat } = await house.visit('leo')
    // Only the newest are known; a page that began at 6 out of the cache would begin at 121.
    await chat.messages(room.sid, { limit: 10 })
    const found = await chat.messagesAfter(room.sid, 5)
    expect(found.map(({ index }) => index)).toEqual(Array.from({ length: 124 }, (_, i) => i + 6))
    expect(await chat.messagesAfter(room.sid, 129)).toEqual([])
  })

  test('a Message found by walking is also told of when it is edited later', async () => {
    const room = await house.room('mia', 'ned')
    const { sid } = await room.say('one', 'ned')
    await room.say('two', 'ned')
    const mia = await house.visit('mia')
    await mia.chat.messagesAfter(room.sid, -1)
    await room.edit(sid, 'uno')
    expect((await mia.next('messageUpdated', ({ message }) => message.sid === sid)).message.body).toBe('uno')
  })

  test('typing is seen by the other, not by oneself, and ends with the Message', async () => {
    const room = await house.room('nan', 'obi')
    const nan = await house.visit('nan')
    const obi = await house.visit('obi')
    await obi.chat.members(room.sid)
    await nan.chat.members(room.sid)
    await nan.chat.typing(room.sid)
    await nan.chat.typing(room.sid)
    expect(await obi.next('typing')).toEqual({ channelSid: room.sid, identity: 'nan', typing: true })
    await nan.chat.sendMessage(room.sid, 'there', send())
    expect(await obi.next('typing', ({ typing }) => !typing)).toMatchObject({ identity: 'nan' })
    await obi.chat.typing(room.sid)
    expect(await nan.next('typing')).toMatchObject({ identity: 'obi', typing: true })
    expect(nan.events.filter(({ name, event }) => name === 'typing' && event.identity === 'nan')).toEqual([])
  })

  test('the horizon moves forward only, and the others see it', async () => {
    const room = await house.room('pam', 'quin')
    for (const body of ['a', 'b', 'c']) await room.say(body, 'quin')
    const pam = await house.visit('pam')
    const quin = await house.visit('quin')
    await quin.chat.members(room.sid)
    await pam.chat.advanceHorizon(room.sid, 2)
    await pam.next('channelUpdated', ({ lastConsumedMessageIndex }) => lastConsumedMessageIndex === 2)
    await quin.next('memberUpdated', ({ member }) => member.identity === 'pam' && member.lastConsumedMessageIndex === 2)
    await pam.chat.advanceHorizon(room.sid, 0)
    expect((await pam.chat.channel(room.sid)).lastConsumedMessageIndex).toBe(2)
  })

  test('Members come with the names and the presence of their Users', async () => {
    const room = await house.room('rob', 'sue')
    const rob = await house.visit('rob')
    const sue = await house.visit('sue')
    await house.name('sue', 'Sue Storm')
    const members = await rob.chat.members(room.sid)
    expect(members.map(({ identity }) => identity).toSorted()).toEqual(['rob', 'sue'])
    expect(members.find(({ identity }) => identity === 'sue')).toMatchObject({ friendlyName: 'Sue Storm', online: true })
    await sue.chat.shutdown()
    await rob.next('memberUpdated', ({ member }) => member.identity === 'sue' && member.online === false)
  })

  test('added while connected: the Channel arrives, and Messages in it', async () => {
    const tom = await house.visit('tom')
    const room = await house.room('uma')
    await room.add('tom')
    expect(await tom.next('channelAdded')).toMatchObject({ sid: room.sid, createdBy: 'system', status: 'joined' })
    await tom.chat.messages(room.sid)
    await room.say('welcome', 'uma')
    expect((await tom.next('messageAdded')).message.body).toBe('welcome')
    await room.add('viv')
    expect(await tom.next('memberJoined', ({ member }) => member.identity === 'viv')).toBeDefined()
    await room.expel('viv')
    expect(await tom.next('memberLeft', ({ member }) => member.identity === 'viv')).toBeDefined()
  })

  test("a stranger's Channel is not found, and cannot be entered", async () => {
    const room = await house.room('yan')
    const { chat } = await house.visit('zoe')
    await expect(chat.channel(room.sid)).rejects.toMatchObject({ code: 'channel-not-found' })
    await expect(chat.enter(room.sid)).rejects.toMatchObject({ code: 'channel-not-found' })
    await expect(chat.channel(`CH${'0'.repeat(32)}`)).rejects.toMatchObject({ code: 'channel-not-found' })
    expect(await chat.channels()).toEqual([])
  })

  test('removed, and deleted: told once each', async () => {
    const first = await house.room('abe', 'bea')
    const second = await house.room('abe')
    const abe = await house.visit('abe')
    expect(await abe.chat.channels()).toHaveLength(2)
    await abe.chat.messages(first.sid)
    await first.expel('abe')
    expect(await abe.next('channelRemoved')).toEqual({ sid: first.sid })
    await second.close()
    expect(await abe.next('channelRemoved', ({ sid }) => sid === second.sid)).toEqual({ sid: second.sid })
    await pause(300)
    expect(abe.events.filter(({ name }) => name === 'channelRemoved')).toHaveLength(2)
    await expect(abe.chat.sendMessage(first.sid, 'anyone?', send())).rejects.toMatchObject({ name: 'ChatError', retryable: false })
  })

  test('added and removed at every moment of loading: nothing breaks, and those that stay are whole', async () => {
    const cal = await house.visit('cal')
    const staying: Room[] = []
    for (let i = 0; i < 24; i += 1) {
      house.faults.slow('cal', (i * 7) % 40)
      const room = await house.room('deb')
      await room.add('cal')
      await pause((i * 37) % 130)
      if (i % 3 === 0) await room.close()
      else await room.expel('cal')
      if (i % 3 !== 1) continue
      await pause((i * 53) % 90)
      await room.add('cal')
      staying.push(room)
    }
    house.faults.slow('cal', 0)
    // Refusals that concern nobody would show by now.
    await pause(2_500)
    expect((await cal.chat.channels()).map(({ sid }) => sid).toSorted()).toEqual(staying.map(({ sid }) => sid).toSorted())
    for (const room of staying) {
      expect((await cal.chat.messages(room.sid)).messages).toEqual([])
      await room.say('still here?', 'deb')
      expect((await cal.next('messageAdded', ({ channelSid }) => channelSid === room.sid)).message.body).toBe('still here?')
    }
  })

  test('removed, deleted and added while the socket is down: told after it is back', async () => {
    const gone = await house.room('ken')
    const deleted = await house.room('ken')
    const ken = await house.visit('ken')
    expect(await ken.chat.channels()).toHaveLength(2)
    await pause(300)
    house.faults.freeze('ken', true)
    await gone.expel('ken')
    await deleted.close()
    const fresh = await house.room('ken')
    await ken.chat.kick()
    for (const { sid } of [gone, deleted]) await ken.next('channelRemoved', (event) => event.sid === sid)
    await ken.next('channelAdded', ({ sid }) => sid === fresh.sid)
    expect((await ken.chat.channels()).map(({ sid }) => sid)).toEqual([fresh.sid])
  })

  test('media have an address for a short time, that needs no header', async () => {
    const room = await house.room('lia')
    const { credentials } = house.service
    const upload = await fetch(`${credentials.restUrl}/v1/Services/${credentials.serviceSid}/Media?Filename=note.txt`, {
      method: 'POST',
      headers: { 'X-Twilio-Token': house.token('lia'), 'content-type': 'text/plain' },
      body: 'a file',
    })
    const { sid: mediaSid } = (await upload.json()) as { sid: string }
    await room.show(mediaSid, 'lia')
    const lia = await house.visit('lia')
    const { messages } = await lia.chat.messages(room.sid)
    expect(messages).toMatchObject([{ body: '', media: [{ sid: mediaSid, contentType: 'text/plain', filename: 'note.txt', size: 6 }] }])
    const address = await lia.chat.mediaUrl(room.sid, messages[0]?.sid ?? '', mediaSid)
    expect(await (await fetch(address)).text()).toBe('a file')
    await expect(lia.chat.mediaUrl(room.sid, messages[0]?.sid ?? '', `ME${'0'.repeat(32)}`)).rejects.toMatchObject({ code: 'load-failed' })
  })

  test('a renamed Channel is told of', async () => {
    const room = await house.room('eli')
    const eli = await house.visit('eli')
    await eli.chat.channels()
    await room.rename('Billing')
    expect(await eli.next('channelUpdated', ({ friendlyName }) => friendlyName === 'Billing')).toMatchObject({ sid: room.sid })
  })

  test('what is too long or empty is refused before it travels', async () => {
    const room = await house.room('fox')
    const { chat } = await house.visit('fox')
    await expect(chat.sendMessage(room.sid, '', send())).rejects.toMatchObject({ code: 'message-invalid' })
    await expect(chat.sendMessage(room.sid, 'x'.repeat(32_769), send())).rejects.toMatchObject({ code: 'message-invalid' })
    expect(await room.bodies()).toEqual([])
  })

  test('a refused and a throttled Message say which they are', async () => {
    const room = await house.room('gil')
    const { chat } = await house.visit('gil')
    house.faults.refuseSends('gil', 403, 1)
    await expect(chat.sendMessage(room.sid, 'no', send())).rejects.toMatchObject({ code: 'message-rejected', retryable: false })
    house.faults.refuseSends('gil', 429, 1)
    await expect(chat.sendMessage(room.sid, 'later', send())).rejects.toMatchObject({ code: 'rate-limited', retryable: true })
    expect(await chat.sendMessage(room.sid, 'now', send())).toBe(0)
  })
})
