import { describe, expect, test } from 'vitest'
import { parseForm, parseInstant } from '../../../demo/chat-service/rest/form.ts'

const refused = (parameter: string) => expect.objectContaining({ status: 400, code: 20001, message: expect.stringContaining(parameter) })

test('names and values are URL-encoded UTF-8, repeated names keep their order', () => {
  const form = parseForm('Body=h%C3%A9llo+%26+%3D%2B&P=b&P=a&Empty=&Bare&&With=a=b')
  expect(form.text('Body')).toBe('héllo & =+')
  expect(form.texts('P')).toEqual(['b', 'a'])
  expect(form.text('Empty')).toBe('')
  expect(form.text('Bare')).toBe('')
  expect(form.text('With')).toBe('a=b')
  expect(form.text('Absent')).toBeUndefined()
  expect(form.texts('Absent')).toBeUndefined()
})

test('a name that every object has is an ordinary name', () => {
  const form = parseForm('constructor=1&__proto__=2&Flag=constructor')
  expect(form.text('__proto__')).toBe('2')
  expect(form.text('toString')).toBeUndefined()
  expect(() => form.flag('Flag')).toThrow(refused('Flag'))
})

test.each(['a=%', 'a=%zz', 'a=%C3', '%FF=1', 'a=%ED%A0%80'])('%s is refused: not URL-encoded UTF-8', (encoded) => {
  expect(() => parseForm(encoded)).toThrow(expect.objectContaining({ status: 400, code: 20001 }))
})

test('a single value that was sent twice is refused rather than guessed at', () => {
  expect(() => parseForm('Body=a&Body=b').text('Body')).toThrow(refused('Body'))
})

test.each([
  ['true', true],
  ['false', false],
  ['True', true],
])('the flag %s', (text, flag) => expect(parseForm(`F=${text}`).flag('F')).toBe(flag))

test.each(['1', 'yes', '', 'truee'])('"%s" is no flag', (text) => {
  expect(() => parseForm(`F=${text}`).flag('F')).toThrow(refused('F'))
})

describe('whole numbers', () => {
  test.each([
    ['0', 0],
    ['42', 42],
    ['9007199254740991', 9_007_199_254_740_991],
  ])('%s', (text, number) => expect(parseForm(`N=${text}`).integer('N')).toBe(number))

  test.each(['', '-1', '1.5', '1e3', '0x10', ' 1', '9007199254740993', 'NaN', '١'])('"%s" is refused', (text) => {
    expect(() => parseForm(`N=${encodeURIComponent(text)}`).integer('N')).toThrow(refused('N'))
  })

  test('the empty text is null where null means something', () => {
    expect(parseForm('N=').nullableInteger('N')).toBeNull()
    expect(parseForm('N=3').nullableInteger('N')).toBe(3)
    expect(parseForm('').nullableInteger('N')).toBeUndefined()
  })
})

describe('dates', () => {
  test.each([
    ['2024-02-29T10:20:30Z', '2024-02-29T10:20:30.000Z'],
    ['2024-02-29T10:20:30.123Z', '2024-02-29T10:20:30.123Z'],
    ['2024-02-29T10:20:30+02:00', '2024-02-29T08:20:30.000Z'],
    ['2024-02-29T10:20:30-0130', '2024-02-29T11:50:30.000Z'],
    ['2024-02-29T10:20', '2024-02-29T10:20:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ])('%s', (text, iso) => expect(new Date(parseInstant(text) ?? Number.NaN).toISOString()).toBe(iso))

  test.each([
    '',
    'yesterday',
    '2023-02-29',
    '2024-04-31T00:00:00Z',
    '2024-13-01',
    '2024-01-01T25:00Z',
    '20240101',
    '1704067200',
    '2024-1-1',
  ])('"%s" is refused', (text) => expect(() => parseForm(`D=${encodeURIComponent(text)}`).instant('D')).toThrow(refused('D')))
})

test('sids, choices and addresses are held to their form', () => {
  const sid = `RL${'aB3'.repeat(10)}00`
  expect(parseForm(`S=${sid}`).sid('S', 'RL')).toBe(sid)
  for (const bad of ['RL1', sid.replace('RL', 'US'), `${sid}0`, ''])
    expect(() => parseForm(`S=${bad}`).sid('S', 'RL')).toThrow(refused('S'))
  expect(parseForm('C=b').choice('C', ['a', 'b'])).toBe('b')
  expect(() => parseForm('C=B').choice('C', ['a', 'b'])).toThrow(refused('C'))
  expect(parseForm('C=a&C=b').choices('C', ['a', 'b'])).toEqual(['a', 'b'])
  expect(() => parseForm('C=a&C=c').choices('C', ['a', 'b'])).toThrow(refused('C'))
  expect(parseForm('U=https%3A%2F%2Fexample.com%2F').address('U')).toBe('https://example.com/')
  expect(parseForm('U=').address('U')).toBeNull()
  for (const bad of ['example.com', '/path', 'javascript:alert(1)', 'ftp://x']) {
    expect(() => parseForm(`U=${encodeURIComponent(bad)}`).address('U')).toThrow(refused('U'))
  }
})
