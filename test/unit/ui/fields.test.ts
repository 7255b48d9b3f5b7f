import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstAnswers, problemOf, problemsIn, readFields, toTold, withAnswer, type Field } from '../../../src/ui/forms/fields.ts'

const field = (given: object): Field => readFields([{ name: 'it', label: 'It', ...given }])[0]!

test('questions are read with their types, choices and limits [C1]', () => {
  const fields = readFields([
    { name: 'name', label: 'Name', required: true, maxLength: 60, autocomplete: 'name', value: 'Ann' },
    { name: 'topic', label: 'Topic', type: 'select', options: ['Tea', { value: 'c', label: 'Coffee' }, 7, { value: 'x' }] },
    { name: 'news', label: 'News', type: 'checkbox', value: true },
    { name: 'page', type: 'hidden', value: '/cart' },
  ])
  expect(fields).toMatchObject([
    { name: 'name', type: 'text', required: true, maxLength: 60, autocomplete: 'name', value: 'Ann' },
    {
      name: 'topic',
      required: false,
      options: [
        { value: 'Tea', label: 'Tea' },
        { value: 'c', label: 'Coffee' },
      ],
    },
    { name: 'news', value: true },
    { name: 'page', type: 'hidden', value: '/cart' },
  ])
})

test.each([
  ['no list', 'name'],
  ['no object', ['name']],
  ['no name', [{ label: 'x' }]],
  ['a name with a space', [{ name: 'a b', label: 'x' }]],
  ['no label', [{ name: 'a' }]],
  ['an unknown type', [{ name: 'a', label: 'x', type: 'password' }]],
  ['a choice of nothing', [{ name: 'a', label: 'x', type: 'select' }]],
  ['an inherited name', [Object.create({ name: 'a', label: 'x' })]],
])('%s is no question', (_, given) => {
  expect(readFields(given)).toEqual([])
})

test('a second question of the same name, and a twenty-first, is left out', () => {
  const many = Array.from({ length: 30 }, (_, at) => ({ name: `q${at}`, label: 'x' }))
  expect(readFields(many)).toHaveLength(20)
  expect(readFields([many[0], many[0]])).toHaveLength(1)
})

test('whatever a host writes, it is read without an error, and no name reaches a prototype', () => {
  fc.assert(
    fc.property(fc.anything(), fc.array(fc.anything()), (anything, list) => {
      for (const given of [anything, list]) {
        const fields = readFields(given)
        toTold(fields, firstAnswers(fields))
        problemsIn(fields, firstAnswers(fields))
      }
    }),
  )
  const [proto] = readFields([{ name: '__proto__', label: 'x', value: 'y' }])
  const told = toTold([proto!], withAnswer(firstAnswers([proto!]), '__proto__', 'z'))
  expect(JSON.stringify(told)).toBe('{"__proto__":"z"}')
  expect(Object.getPrototypeOf(told)).toBeNull()
})

test.each([
  ['nothing where something is asked', { required: true }, '  ', 'required'],
  ['a box that has to be ticked', { type: 'checkbox', required: true }, false, 'required'],
  ['no e-mail address', { type: 'email' }, 'ann@', 'invalidEmail'],
  ['an e-mail address with two at signs', { type: 'email' }, 'ann@bob@example.com', 'invalidEmail'],
  ['no telephone number', { type: 'tel' }, 'call me', 'invalid'],
  ['too much', { maxLength: 3 }, 'four', 'invalid'],
  ['what its pattern forbids', { pattern: '[A-Z]{2}\\d+' }, 'xAB12', 'invalid'],
  ['a choice that is not offered', { type: 'select', options: ['Tea'] }, 'Coffee', 'invalid'],
])('%s is told', (_, given, answer, problem) => {
  expect(problemOf(field(given), answer)).toBe(problem)
})

test.each([
  ['nothing where nothing has to be', {}, ''],
  ['a box that is not ticked', { type: 'checkbox' }, false],
  ['an e-mail address of anybody', { type: 'email' }, ' 用户@例え.jp '],
  ['a telephone number', { type: 'tel' }, '+44 (0)1603 55-55.5'],
  ['what its pattern allows', { pattern: '[A-Z]{2}\\d+' }, 'AB12'],
  ['anything where the pattern is none', { pattern: '(' }, 'x'],
  ['a choice', { type: 'select', options: ['Tea'] }, 'Tea'],
])('%s is fine', (_, given, answer) => {
  expect(problemOf(field(given), answer)).toBeNull()
})

test('the back end is told what was answered, trimmed, with what is hidden and without what is empty', () => {
  const fields = readFields([
    { name: 'name', label: 'x' },
    { name: 'more', label: 'x' },
    { name: 'news', label: 'x', type: 'checkbox' },
    { name: 'page', type: 'hidden', value: '/cart' },
  ])
  const answers = withAnswer(firstAnswers(fields), 'name', '  Ann ')
  expect({ ...toTold(fields, answers) }).toEqual({ name: 'Ann', news: false, page: '/cart' })
})
