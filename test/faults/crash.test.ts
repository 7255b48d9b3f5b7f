import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runCrashes } from './crashes.ts'

test('twenty kill -9 under load lose no acknowledged Message and store none twice', { timeout: 180_000 }, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'parlour-crash-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const seed = Date.now() % 1_000_000
  const report = await runCrashes({ kills: 20, seed, dataDir })
  expect({ ...report, seed }).toMatchObject({ kills: 20, missing: 0, doubled: 0, seed })
  expect(report.acknowledged).toBeGreaterThan(100)
})
