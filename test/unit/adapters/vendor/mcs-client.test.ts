import { McsClient as Real } from '@twilio/mcs-client'
import { expect, test } from 'vitest'
import { McsClient, McsMedia } from '../../../../src/adapters/vendor/mcs-client.ts'

type Options = NonNullable<ConstructorParameters<typeof Real>[3]>

const MEDIA = 'https://media.test/v1/Services/IS0/Media'
const MEDIA_SET = 'https://media.test/v1/Services/IS0/MediaSet'

/** A media service that notes what it was asked, and with which token. */
function service() {
  const asked: string[] = []
  const note = (method: string, url: string, headers: Record<string, string>): void =>
    void asked.push(`${method} ${url} ${headers['X-Twilio-Token'] ?? ''}`)
  const record = (sid: string): object => ({
    sid,
    size: 3,
    content_type: 'text/plain',
    filename: `${sid}.txt`,
    links: { content_direct_temporary: `to ${sid}` },
  })
  const transport = {
    get: (url: string, headers: Record<string, string>) => {
      note('GET', url, headers)
      return Object.assign(Promise.resolve({ body: record(url.slice(-3)) }), { cancel: () => {} })
    },
    post: (url: string, headers: Record<string, string>) => {
      note('POST', url, headers)
      const body = url === MEDIA_SET ? [{ code: 200, media_record: record('ME1') }] : record('ME2')
      return Object.assign(Promise.resolve({ body }), { cancel: () => {} })
    },
  }
  return { asked, options: { transport } as unknown as Options }
}

test('answers as the real client does, with the newest token', async () => {
  const answers: unknown[] = []
  for (const Client of [Real, McsClient]) {
    const { asked, options } = service()
    const client = new Client('first', MEDIA, MEDIA_SET, options)
    client.updateToken('second')
    const one = await client.get('ME1')
    client.updateToken('third')
    const two = await client.post('text/plain', 'abc', null, 'two.txt')
    const [three] = await client.mediaSetGet(['ME1'])
    const urls = await client.mediaSetGetContentUrls(['ME1'])
    answers.push([one.sid, two.sid, two.size, three?.filename, [...urls], asked])
  }
  expect(answers[1]).toEqual(answers[0])
  expect(JSON.stringify(answers[1])).toContain('third')
})

test('a fault of the service is its own, and what it gives is one of its class', async () => {
  const { options } = service()
  const client = new McsClient('token', MEDIA, MEDIA_SET, options)
  expect((await client.get('ME1')) instanceof (McsMedia as unknown as typeof Object)).toBe(true)
  expect({} instanceof (McsMedia as unknown as typeof Object)).toBe(false)
  const broken = {
    transport: { get: () => Object.assign(Promise.reject(new Error('no network')), { cancel: () => {} }) },
  } as unknown as Options
  await expect(new McsClient('token', MEDIA, MEDIA_SET, broken).get('ME1')).rejects.toThrow('no network')
})
