import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('NOTICE names every package whose code is in dist, and dist holds the text of its licence', () => {
  const built = readFileSync('dist/NOTICE.txt', 'utf8')
  const notice = readFileSync('NOTICE', 'utf8')
  const bundled = [...built.matchAll(/^((?:@[\w-]+\/)?[\w-]+) \d+\.\d+\.\d+ \(.*\)$/gm)].map(([, name]) => name ?? '')
  expect(bundled).toContain('preact')
  expect(bundled).toContain('twilio-chat')
  expect(bundled.filter((name) => !notice.includes(name))).toEqual([])
  for (const text of built.split(`\n${'='.repeat(80)}\n`)) expect(text.trim().split('\n').length, text.slice(0, 80)).toBeGreaterThan(5)
})
