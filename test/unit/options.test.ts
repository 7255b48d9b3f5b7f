import { expect, onTestFinished, test, vi } from 'vitest'
import { optionDocs } from '../../src/option-docs.ts'
import { optionRows } from '../../src/options.ts'
import type { ParlourOptions } from '../../src/options.ts'
import { changeOptions, readAttributes, resolveOptions } from '../../src/read-options.ts'

function warnings(): string[] {
  const seen: string[] = []
  const spy = vi.spyOn(console, 'warn').mockImplementation((text: string) => void seen.push(text))
  onTestFinished(() => spy.mockRestore())
  return seen
}
const resolve = (options: object): ReturnType<typeof resolveOptions> => resolveOptions(options as ParlourOptions)

test('fills in every default', () => {
  expect(resolveOptions({ tokenUrl: '/token' })).toEqual({
    tokenUrl: '/token',
    tokenRequest: { method: 'POST', headers: {}, credentials: 'same-origin' },
    startUrl: null,
    endUrl: null,
    service: 'chat',
    serviceUrl: null,
    channelCreators: [],
    theme: 'auto',
    accent: null,
    position: 'end',
    offset: null,
    slots: null,
    open: false,
    title: null,
    locale: null,
    strings: {},
    preChat: [],
    rateUrl: null,
    rating: 'stars',
    hours: null,
    away: 'auto',
    leaveUrl: null,
    sound: true,
    titleNotice: false,
    notifications: true,
    greeting: null,
    sendKey: 'enter',
    maxLength: null,
    replies: false,
    reactions: false,
    deleted: 'marked',
    mediaHosts: [],
    attachments: {},
    voice: true,
    hooks: null,
  })
})

test.each<[string, object]>([
  ['a missing tokenUrl', {}],
  ['a script as tokenUrl', { tokenUrl: 'javascript:alert(1)' }],
  ['data as startUrl', { tokenUrl: '/token', startUrl: 'data:text/plain,x' }],
  ['an empty endUrl', { tokenUrl: '/token', endUrl: ' ' }],
  ['http as serviceUrl', { tokenUrl: '/token', serviceUrl: 'https://example.com' }],
  ['an unknown theme', { tokenUrl: '/token', theme: 'blue' }],
  ['a word as open', { tokenUrl: '/token', open: 'yes' }],
  ['a number among the creators', { tokenUrl: '/token', channelCreators: ['a', 1] }],
  ['a locale that is none', { tokenUrl: '/token', locale: 'not a locale' }],
  ['a method that is none', { tokenUrl: '/token', tokenRequest: { method: 'PUT' } }],
  ['a list as tokenRequest', { tokenUrl: '/token', tokenRequest: [] }],
  ['a list as headers', { tokenUrl: '/token', tokenRequest: { headers: [] } }],
  ['a title without end', { tokenUrl: '/token', title: 'x'.repeat(81) }],
])('%s is a TypeError that says what is expected', (_, options) => {
  expect(() => resolve(options)).toThrow(TypeError)
  expect(() => resolve(options)).toThrow(/must be|is required/)
})

test('every bad value is listed at once', () => {
  expect(() => resolve({ theme: 'blue', position: 'top' })).toThrow(/tokenUrl.*theme.*position/)
})

test.each(['/token', 'token', '//cdn.example.com/token', 'https://example.com/token?a=b'])('%s is an address for tokens', (tokenUrl) => {
  expect(resolveOptions({ tokenUrl }).tokenUrl).toBe(tokenUrl)
})

test('an unknown option is warned about, with the nearest known one', async () => {
  const seen = warnings()
  resolve({ tokenUrl: '/token', tokenURL: '/other', colour: 'red' })
  await vi.waitFor(() => expect(seen).toHaveLength(2))
  expect(seen[0]).toContain('did you mean "tokenUrl"')
  expect(seen[1]).toContain('"colour"')
})

test('attributes are read by their own names and by those of a dataset', () => {
  expect({ ...readAttributes({ 'token-url': '/a', 'channel-creators': 'booking, shop', open: '' }) }).toEqual({
    tokenUrl: '/a',
    channelCreators: ['booking', 'shop'],
    open: true,
  })
  expect({ ...readAttributes({ tokenUrl: '/a', startUrl: '/s', open: 'false' }) }).toEqual({ tokenUrl: '/a', startUrl: '/s', open: false })
})

test("a page's own attributes are left alone, a misspelt one is warned about", async () => {
  const seen = warnings()
  readAttributes({
    class: 'x',
    id: 'chat',
    'token-ulr': '/a',
    style: '',
    src: 'y',
    async: '',
    defer: '',
    nonce: 'z',
    lang: 'de',
    hidden: '',
  })
  await vi.waitFor(() => expect(seen).toEqual(['Parlour: unknown attribute "token-ulr"; did you mean "token-url"?']))
})

test('names that an object has by nature are names like any other', () => {
  const options = readAttributes(JSON.parse('{"__proto__": "x", "constructor": "y", "token-url": "/a"}') as Record<string, string>)
  expect(Object.getPrototypeOf(options)).toBe(null)
  expect(Object.keys(options)).toEqual(['tokenUrl'])
})

test('an attribute without end is not read', () => {
  expect({ ...readAttributes({ title: 'x'.repeat(5_000), 'token-url': '/a' }) }).toEqual({ tokenUrl: '/a' })
})

test('live options change, and go back to their default; others cannot change', () => {
  const options = resolveOptions({ tokenUrl: '/token', title: 'Help' })
  expect(changeOptions(options, { theme: 'dark' })).toMatchObject({ theme: 'dark', title: 'Help' })
  expect(changeOptions(options, { title: undefined } as unknown as Partial<ParlourOptions>)).toMatchObject({ title: null })
  expect(() => changeOptions(options, { theme: 'blue' as 'dark' })).toThrow(TypeError)
  expect(() => changeOptions(options, { tokenUrl: '/other' })).toThrow(/cannot change/)
})

test('every option is explained', () => {
  expect(Object.keys(optionDocs).toSorted()).toEqual(optionRows.map(({ name }) => name).toSorted())
  for (const { doc } of Object.values(optionDocs)) expect(doc).toMatch(/\.$/)
})
