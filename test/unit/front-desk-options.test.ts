import { expect, test } from 'vitest'
import { readAttributes, resolveOptions } from '../../src/read-options.ts'

test('questions and hours are written in JSON as attributes [C1] [C8]', () => {
  const options = readAttributes({
    tokenUrl: '/token',
    preChat: '[{"name":"name","label":"Your name"}]',
    hours: '{"timeZone":"Europe/London","open":[]}',
    away: 'auto',
  })
  expect(resolveOptions(options)).toMatchObject({
    preChat: [{ name: 'name', label: 'Your name' }],
    hours: { timeZone: 'Europe/London', open: [] },
    away: 'auto',
  })
})

test.each([
  ['true', true],
  ['', true],
  ['false', false],
  ['auto', 'auto'],
])('the attribute away="%s" is %s', (text, away) => {
  expect(resolveOptions(readAttributes({ tokenUrl: '/token', away: text })).away).toBe(away)
})

test.each([
  ['questions that are no JSON', { preChat: '[{' }],
  ['questions that are no list', { preChat: '{}' }],
  ['hours without a list', { hours: '{"timeZone":"UTC","open":"always"}' }],
  ['an unknown scale', { rating: 'hearts' }],
  ['a word as away', { away: 'maybe' }],
  ['a script as rateUrl', { rateUrl: 'javascript:alert(1)' }],
])('%s are refused with what is expected', (_, attributes) => {
  expect(() => resolveOptions(readAttributes({ tokenUrl: '/token', ...attributes }))).toThrow(TypeError)
})
