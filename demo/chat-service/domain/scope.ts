import type { SyncWriter } from '../sync/objects.ts'
import type { Database } from '../storage/database.ts'
import type { Commands } from './commands.ts'
import type { SidPrefix } from './sids.ts'
import type { Service } from './types.ts'

/** What every part of one Service instance works with. Each statement that uses `database` names `serviceSid`. */
export interface Scope {
  readonly serviceSid: string
  readonly database: Database
  readonly commands: Commands
  readonly sync: SyncWriter
  /** As it is now. @throws ApiError 404 when it was removed */
  service(): Service
  /** ms since the epoch */
  now(): number
  newSid(prefix: SidPrefix): string
}
