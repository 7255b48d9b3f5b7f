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
  close(): void
}
export type SqlValue = string | number | bigint | null | Uint8Array
