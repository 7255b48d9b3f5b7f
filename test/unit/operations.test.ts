import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { refusedOperations } from '../../demo/chat-service/rest/refused.ts'
import { describedOperations, operationsDocument } from '../support/operations.ts'

test('the table of REST operations is the one that the descriptions and the routes give (else: npm run docs)', () => {
  expect(readFileSync('docs/rest-operations.md', 'utf8')).toBe(operationsDocument())
})

test('every operation that is refused is one of Twilio’s, under its own name', () => {
  const refused = describedOperations().filter(({ refusedBecause }) => refusedBecause !== null)
  expect(refused.map(({ id }) => id).sort()).toEqual(refusedOperations.map(({ operation }) => operation).sort())
})

/** What the service promises: both APIs but for push, and for the phone numbers that only Twilio has. */
const promised = ({ path }: { path: string }): boolean => !/Bindings|Credentials|Configuration\/Addresses/.test(path)

test('every operation that is promised is served', () => {
  const all = describedOperations().filter(promised)
  expect(all.length).toBeGreaterThan(120)
  expect(all.filter(({ refusedBecause }) => refusedBecause !== null)).toEqual([])
})
