import { rmSync } from 'node:fs'
import sqlite from 'node-sqlite3-wasm'
import { migrate } from './schema.ts'
import { decodeRow, encodeText } from './text.ts'

/** One SQLite file, written in group commits: what is read inside the process is at once visible, what leaves it waits for `durable`. */
export interface Database {
  /**
   * Run `work` in the open group transaction (opened when there is none; committed at the end of this turn of the event
   * loop), inside a savepoint: when `work` throws, nothing of it stays.
   */
  write<T>(work: () => T): T
  run(sql: string, parameters?: readonly SqlValue[]): void
  get<T>(sql: string, parameters?: readonly SqlValue[]): T | undefined
  all<T>(sql: string, parameters?: readonly SqlValue[]): T[]
  /** Call `callback` when everything written so far is on disk: at once when nothing is pending. In order of registration. */
  onDurable(callback: (error: Error | null) => void): void
  /** Resolves when everything written so far is on disk; rejects when the commit failed. */
  durable(): Promise<void>
  /** Commit the open group now instead of at the end of the turn. @throws when the commit fails */
  flush(): void
  /** Commits what is pending, then lets go of the file. */
  close(): void
}
export type SqlValue = string | number | bigint | null

/**
 * Open `file`, making it when there is none, and bring it to the newest schema. Every commit is synced to the disk before it counts (`synchronous=FULL`).
 * @throws when the file cannot be opened or is no database
 */
export function openDatabase(file: string): Database {
  // The driver locks with a directory that outlives a kill -9 and would keep us out for good. The caller has bound its
  // port before it calls this, so no other service of this data folder is alive and whatever lies there is stale.
  rmSync(`${file}.lock`, { recursive: true, force: true })
  const db = new sqlite.Database(file)
  const database = createDatabase(db)
  try {
    // A write-ahead log costs one sync for a commit, a rollback journal three. The driver has no shared memory for its
    // index, which an exclusive lock makes needless: so the lock comes first (sqlite.org/wal.html, "noshm").
    db.exec('PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON')
    db.exec('PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY')
    migrate(database)
    database.flush()
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

type Driver = InstanceType<typeof sqlite.Database>
type Statement = ReturnType<Driver['prepare']>

function createDatabase(db: Driver): Database {
  const statements = new Map<string, Statement>()
  let waiting: ((error: Error | null) => void)[] = []
  let timer: NodeJS.Immediate | null = null

  function prepared(sql: string): Statement {
    let statement = statements.get(sql)
    if (!statement) {
      statement = db.prepare(sql)
      statements.set(sql, statement)
    }
    return statement
  }

  /** A statement whose step failed refuses its next binding in this driver, so it is thrown away. */
  function discard(sql: string): void {
    const statement = statements.get(sql)
    statements.delete(sql)
    try {
      statement?.finalize()
    } catch {
      // finalize repeats the error of the failed step, which is on its way already
    }
  }

  function use<T>(sql: string, work: (statement: Statement) => T): T {
    const statement = prepared(sql)
    try {
      return work(statement)
    } catch (error) {
      discard(sql)
      throw error
    }
  }

  function open(): void {
    if (db.inTransaction) return
    use('BEGIN IMMEDIATE', (statement) => statement.run())
    timer = setImmediate(() => commit())
  }

  function settle(error: Error | null): void {
    const callbacks = waiting
    waiting = []
    for (const callback of callbacks) {
      try {
        callback(error)
      } catch (failure) {
        console.error('A listener of the database failed:', failure)
      }
    }
  }

  /** @returns what went wrong, after everybody who waits was told */
  function commit(): Error | null {
    if (timer) clearImmediate(timer)
    timer = null
    let failure: Error | null = null
    if (db.inTransaction) {
      try {
        use('COMMIT', (statement) => statement.run())
      } catch (error) {
        failure = asError(error)
        if (db.inTransaction) use('ROLLBACK', (statement) => statement.run())
      }
    }
    settle(failure)
    return failure
  }

  /** A full disk or an I/O error rolls the whole group back inside SQLite: all who wait for it must hear of that. */
  function checkGroup(error: unknown): void {
    if (db.inTransaction) return
    if (timer) clearImmediate(timer)
    timer = null
    settle(asError(error))
  }

  function inGroup<T>(work: () => T): T {
    open()
    try {
      return work()
    } catch (error) {
      checkGroup(error)
      throw error
    }
  }

  const database: Database = {
    write: (work) =>
      inGroup(() => {
        use('SAVEPOINT work', (statement) => statement.run())
        try {
          const result = work()
          use('RELEASE work', (statement) => statement.run())
          return result
        } catch (error) {
          if (db.inTransaction) {
            use('ROLLBACK TO work', (statement) => statement.run())
            use('RELEASE work', (statement) => statement.run())
          }
          throw error
        }
      }),
    run(sql, parameters = []) {
      inGroup(() => use(sql, (statement) => statement.run(parameters.map(encodeText))))
    },
    get<T>(sql: string, parameters: readonly SqlValue[] = []): T | undefined {
      return database.all<T>(sql, parameters)[0]
    },
    // Reading to the end also resets the statement, so that none is left open across a commit.
    all: <T>(sql: string, parameters: readonly SqlValue[] = []) =>
      use(sql, (statement) => statement.all(parameters.map(encodeText)).map((row) => decodeRow(row) as T)),
    onDurable(callback) {
      if (db.isOpen && db.inTransaction) waiting.push(callback)
      else callback(null)
    },
    durable: () => new Promise((resolve, reject) => database.onDurable((error) => (error ? reject(error) : resolve()))),
    flush() {
      const failure = commit()
      if (failure) throw failure
    },
    close() {
      if (!db.isOpen) return
      const failure = commit()
      for (const sql of [...statements.keys()]) discard(sql)
      db.close()
      if (failure) throw failure
    },
  }
  return database
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
