import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rest, send, startRest } from './setup.ts'

let rest: Rest
let channel: string
beforeAll(async () => {
  rest = await startRest()
  const { sid } = rest.domain.services.create({ friendlyName: 'Pages' })
  const made = rest.domain.instance(sid).channels.create({ kind: 'system' }, {})
  channel = `/v2/Services/${sid}/Channels/${made.sid}`
})
afterAll(() => rest.close())

interface PageOfMembers {
  readonly members: readonly { readonly identity: string; readonly url: string }[]
  readonly meta: {
    readonly page: number
    readonly page_size: number
    readonly url: string
    readonly first_page_url: string
    readonly previous_page_url: string | null
    readonly next_page_url: string | null
    readonly key: string
  }
}
async function page(address: string): Promise<PageOfMembers> {
  const { status, body } = await send(rest, 'GET', address)
  expect({ status, body }).toMatchObject({ status: 200 })
  return body as PageOfMembers
}
const identities = ({ members }: PageOfMembers) => members.map(({ identity }) => identity).join(' ')
const add = (identity: string) => send(rest, 'POST', `${channel}/Members`, { Identity: identity })
const remove = (identity: string) => send(rest, 'DELETE', `${channel}/Members/${identity}`)

test('pages have absolute links to each other, to the first and to themselves', async () => {
  for (const identity of ['a', 'b', 'c', 'd', 'e']) await add(identity)
  const first = await page(`${channel}/Members?PageSize=2`)
  const own = `${rest.url}${channel}/Members?PageSize=2&Page=`
  expect(first.meta).toEqual({
    page: 0,
    page_size: 2,
    url: `${own}0`,
    first_page_url: `${own}0`,
    previous_page_url: null,
    next_page_url: expect.stringMatching(/&Page=1&PageToken=PA\d+$/),
    key: 'members',
  })
  const second = await page(first.meta.next_page_url ?? '')
  expect(second.meta).toMatchObject({ page: 1, url: first.meta.next_page_url, first_page_url: `${own}0` })
  const third = await page(second.meta.next_page_url ?? '')
  expect(third.meta).toMatchObject({ page: 2, next_page_url: null })
  expect([first, second, third].map(identities)).toEqual(['a b', 'c d', 'e'])
  const back = await page(third.meta.previous_page_url ?? '')
  expect(identities(back)).toBe('c d')
  expect(back.meta).toMatchObject({ page: 1, previous_page_url: expect.stringContaining('Page=0&PageToken=PB') })
  expect(identities(await page(back.meta.previous_page_url ?? ''))).toBe('a b')
})

test('rows that go and come between two pages neither repeat nor hide another', async () => {
  const first = await page(`${channel}/Members?PageSize=2`)
  await remove('a')
  await remove('c')
  await add('f')
  const second = await page(first.meta.next_page_url ?? '')
  expect(identities(second)).toBe('d e')
  expect(identities(await page(second.meta.next_page_url ?? ''))).toBe('f')
})

test('the links keep the filters of the list', async () => {
  const first = await page(`${channel}/Members?Identity=d&Identity=e&PageSize=1`)
  expect(first.meta.next_page_url).toContain('?Identity=d&Identity=e&PageSize=1&Page=1&PageToken=')
  expect(identities(await page(first.meta.next_page_url ?? ''))).toBe('e')
  const none = await page(`${channel}/Members?Identity=${encodeURIComponent('ü &=')}`)
  expect(none).toMatchObject({ members: [], meta: { next_page_url: null, previous_page_url: null } })
  expect(none.meta.url).toBe(`${rest.url}${channel}/Members?Identity=%C3%BC+%26%3D&PageSize=50&Page=0`)
})

test('a page has 50 rows unless asked otherwise, and never more than 1000', async () => {
  expect((await page(`${channel}/Members`)).meta.page_size).toBe(50)
  const capped = await page(`${channel}/Members?PageSize=100000`)
  expect(capped.meta).toMatchObject({ page_size: 1000, url: expect.stringContaining('PageSize=1000') })
})

test.each(['PageSize=0', 'PageSize=-1', 'PageSize=ten', 'PageSize=', 'PageSize=1.5', 'Page=x', 'Page=-1'])(
  '%s is refused',
  async (query) => {
    const parameter = query.split('=')[0] ?? ''
    expect(await send(rest, 'GET', `${channel}/Members?${query}`)).toMatchObject({
      status: 400,
      body: { code: 20001, message: expect.stringContaining(`Invalid parameter ${parameter}:`) },
    })
  },
)

test.each([
  'PageToken=',
  'PageToken=PA',
  'PageToken=PT10',
  'PageToken=PA1;DROP',
  'PageToken=PA99999999999999999999',
  'PageToken=PA1&PageToken=PA2',
])('a page token that the service did not make is refused: %s', async (query) => {
  expect(await send(rest, 'GET', `${channel}/Members?${query}`)).toMatchObject({
    status: 400,
    body: { code: 20001, message: expect.stringContaining('PageToken') },
  })
})

test('a token past either end gives an empty page that leads back', async () => {
  const beyond = await page(`${channel}/Members?PageSize=2&Page=9&PageToken=PA999999999999999`)
  expect(beyond).toMatchObject({ members: [], meta: { next_page_url: null } })
  expect(identities(await page(beyond.meta.previous_page_url ?? ''))).toBe('e f')
  const before = await page(`${channel}/Members?PageSize=2&PageToken=PB0`)
  expect(before).toMatchObject({ members: [], meta: { previous_page_url: null } })
  expect(identities(await page(before.meta.next_page_url ?? ''))).toBe('b d')
})
