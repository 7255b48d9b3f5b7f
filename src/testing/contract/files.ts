import type { OutgoingFile } from '../../chat/types.ts'
import type { ContractHouse, TestRunner } from './house.ts'
import { bodies, codeOf, heard, own, sent, visit } from './tools.ts'

const file = (text: string, filename = 'note.txt', contentType = 'text/plain'): OutgoingFile => ({
  data: new Blob([text]),
  filename,
  contentType,
})

export function describeFiles({ test, expect }: TestRunner, house: () => ContractHouse): void {
  test('a file that we send arrives with its name, type and size, and without a text', async () => {
    const { service, channel, join } = await visit(house())
    const there = await join()
    const arrived = heard(there, 'messageAdded')
    const { index } = await sent(service, channel.sid, '', own({ files: [file('grüße', 'Grüße & Küsse.txt')] }))
    const { message } = await arrived
    expect(message).toMatchObject({ index, body: '', author: service.identity })
    expect(message.media.map(({ filename, contentType, size }) => [filename, contentType, size])).toEqual([
      ['Grüße & Küsse.txt', 'text/plain', 7],
    ])
  })

  test('a file is in the history, with our id and attributes', async () => {
    const { service, channel } = await visit(house())
    const options = own({ files: [file('abc')], attributes: { kind: 'receipt' } })
    await service.sendMessage(channel.sid, '', options)
    const [message] = (await service.messages(channel.sid)).messages
    expect(message!.attributes).toEqual({ kind: 'receipt', parlourId: options.id })
    expect(message!.media.length).toEqual(1)
  })

  test('the address of a file gives what was sent, without a header', async () => {
    const { service, channel, join } = await visit(house())
    const bytes = Uint8Array.from({ length: 4_096 }, (_, at) => at % 256)
    const data = new Blob([bytes])
    const there = await join()
    const arrived = heard(there, 'messageAdded')
    await service.sendMessage(channel.sid, '', own({ files: [{ data, filename: 'a.bin', contentType: 'application/octet-stream' }] }))
    const { message } = await arrived
    const response = await fetch(await there.mediaUrl(channel.sid, message.sid, message.media[0]!.sid))
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([...bytes])
  })

  test('a file that there is not has no address', async () => {
    const { service, channel } = await visit(house())
    const { sid, media } = await sent(service, channel.sid, '', own({ files: [file('abc')] }))
    expect(await codeOf(service.mediaUrl(channel.sid, sid, `ME${'0'.repeat(32)}`))).toEqual('load-failed')
    expect(await codeOf(service.mediaUrl(channel.sid, `IM${'0'.repeat(32)}`, media[0]!.sid))).toEqual('load-failed')
  })

  test('the progress of an upload ascends to the total', async () => {
    const { service, channel } = await visit(house())
    const progress: (readonly [number, number])[] = []
    await service.sendMessage(
      channel.sid,
      '',
      own({ files: [file('x'.repeat(50_000))], onProgress: (uploaded, total) => void progress.push([uploaded, total]) }),
    )
    expect(progress.at(-1)).toEqual([50_000, 50_000])
    expect(progress.map(([uploaded]) => uploaded)).toEqual(progress.map(([uploaded]) => uploaded).toSorted((a, b) => a - b))
  })

  test('an upload that is given up ends with the own reason, and nothing is sent', async () => {
    const { service, channel } = await visit(house())
    const gone = new AbortController()
    const sending = service.sendMessage(channel.sid, '', own({ files: [file('x'.repeat(500_000))], signal: gone.signal }))
    gone.abort('changed my mind')
    expect(
      await sending.then(
        () => 'sent',
        (reason: unknown) => reason,
      ),
    ).toEqual('changed my mind')
    await service.sendMessage(channel.sid, 'something else', own())
    expect(await bodies(service, channel.sid)).toEqual(['something else'])
  })

  test('a file that is sent again under its id is stored once', async () => {
    const { service, channel } = await visit(house())
    const options = own({ files: [file('once')] })
    const first = await service.sendMessage(channel.sid, '', options)
    expect(await service.sendMessage(channel.sid, '', options)).toEqual(first)
    expect((await service.messagesAfter(channel.sid, -1)).length).toEqual(1)
  })

  test('an empty file is invalid', async () => {
    const { service, channel } = await visit(house())
    expect(await codeOf(service.sendMessage(channel.sid, '', own({ files: [file('')] })))).toEqual('message-invalid')
    expect(await bodies(service, channel.sid)).toEqual([])
  })
}

/** With the capability `multipleMedia`. */
export function describeMultipleMedia({ test, expect }: TestRunner, house: () => ContractHouse): void {
  test('several files and a text are one Message, in their order', async () => {
    const { service, channel, join } = await visit(house())
    const there = await join()
    const arrived = heard(there, 'messageAdded')
    const files = [file('one', '1.txt'), file('two!', '2.png', 'image/png'), file('three', '3.txt')]
    await service.sendMessage(channel.sid, 'see', own({ files }))
    const { message } = await arrived
    expect(message.body).toEqual('see')
    expect(message.media.map(({ filename, contentType, size }) => [filename, contentType, size])).toEqual([
      ['1.txt', 'text/plain', 3],
      ['2.png', 'image/png', 4],
      ['3.txt', 'text/plain', 5],
    ])
    const contents = message.media.map(async ({ sid }) => (await fetch(await there.mediaUrl(channel.sid, message.sid, sid))).text())
    expect(await Promise.all(contents)).toEqual(['one', 'two!', 'three'])
  })

  test('the progress counts all files', async () => {
    const { service, channel } = await visit(house())
    const progress: number[] = []
    const files = [file('12345'), file('1234567')]
    await service.sendMessage(channel.sid, '', own({ files, onProgress: (uploaded) => void progress.push(uploaded) }))
    expect([progress.includes(5), progress.at(-1)]).toEqual([true, 12])
  })

  test('ten files are the most', async () => {
    const { service, channel } = await visit(house())
    const files = Array.from({ length: 11 }, () => file('x'))
    expect(await codeOf(service.sendMessage(channel.sid, '', own({ files })))).toEqual('message-invalid')
    expect((await sent(service, channel.sid, '', own({ files: files.slice(1) }))).media.length).toEqual(10)
  })
}

/** Without it. */
export function describeSingleMedia({ test, expect }: TestRunner, house: () => ContractHouse): void {
  test('a second file, or a text beside a file, is invalid, and nothing is sent', async () => {
    const { service, channel } = await visit(house())
    expect(await codeOf(service.sendMessage(channel.sid, 'see', own({ files: [file('one')] })))).toEqual('message-invalid')
    expect(await codeOf(service.sendMessage(channel.sid, '', own({ files: [file('one'), file('two')] })))).toEqual('message-invalid')
    expect(await bodies(service, channel.sid)).toEqual([])
  })
}
