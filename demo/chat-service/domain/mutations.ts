import type { Instance } from './domain.ts'
import { invalid } from './errors.ts'
import { limits } from './limits.ts'
import type { Scope } from './scope.ts'

/** How long a repeated mutation is known again, ms. */
const kept = 24 * 60 * 60 * 1000
/** How often the old ones are cleared away, ms. */
const purgeEvery = 60_000

/**
 * Ids of the changes that a client made, with where to find their outcome. Written in the same turn as the change, a
 * record is on disk if and only if the change is: both are in one group commit.
 */
export function createMutations(scope: Scope): Instance['mutations'] {
  const { database, serviceSid, commands } = scope
  let purgedAt = Number.NEGATIVE_INFINITY

  function purge(at: number): void {
    if (at - purgedAt < purgeEvery) return
    purgedAt = at
    database.run('DELETE FROM mutations WHERE serviceSid = ? AND dateCreated < ?', [serviceSid, at - kept])
  }

  return {
    find: (identity, mutationId) =>
      database.get<{ resourceUrl: string | null }>(
        'SELECT resourceUrl FROM mutations WHERE serviceSid = ? AND identity = ? AND mutationId = ?',
        [serviceSid, identity, mutationId],
      ),
    record: (identity, mutationId, resourceUrl) =>
      commands.run(() => {
        if (mutationId === '' || mutationId.length > limits.name) throw invalid('X-Twilio-Mutation-Id is empty or too long')
        const at = scope.now()
        purge(at)
        database.run(
          'INSERT OR REPLACE INTO mutations (serviceSid, identity, mutationId, resourceUrl, dateCreated) VALUES (?, ?, ?, ?, ?)',
          [serviceSid, identity, mutationId, resourceUrl, at],
        )
      }),
  }
}
