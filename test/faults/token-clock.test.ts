import { expect, test } from 'vitest'
import { runTokenClock } from './token/run.ts'

test(
  'ten visitors of each kind: no token lapses, whatever the endpoint does and the device’s clock says',
  { timeout: 120_000 },
  async () => {
    const firstSeed = Date.now() % 1_000_000
    const rows = await runTokenClock({ seeds: 10, firstSeed, days: 7, mostRenewals: 120, workers: 2 })
    expect(rows).toHaveLength(24)
    for (const { trouble, ttl, skew, lapses, ofIdeal, failedRequests, bad } of rows) {
      expect({ trouble, ttl, skew, lapses, bad }).toEqual({ trouble, ttl, skew, lapses: 0, bad: [] })
      expect(ofIdeal, `${trouble}, ${ttl}, ${skew}, seed ${firstSeed}`).toBeLessThanOrEqual(1.2)
      expect(failedRequests).toBeGreaterThan(0)
    }
    expect(rows.reduce((sum, { sleptOver }) => sum + sleptOver, 0)).toBeGreaterThan(0)
  },
)
