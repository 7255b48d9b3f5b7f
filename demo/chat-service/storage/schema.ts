import { conversationSchema } from './conversation-schema.ts'
import { firstSchema } from './first-schema.ts'
import { receiptSchema } from './receipt-schema.ts'

/** The part of the `Database` that this needs. */
export interface Migratable {
  write<T>(work: () => T): T
  run(sql: string, parameters?: readonly number[]): void
  get<T>(sql: string): T | undefined
}

/** Each runs once, in order; never change one that was released, add another. */
const migrations: readonly (readonly string[])[] = [firstSchema, conversationSchema, receiptSchema]

/** Bring the file to the newest schema; all of it or nothing. @throws when the file is newer than this program */
export function migrate(database: Migratable): void {
  database.write(() => {
    database.run('CREATE TABLE IF NOT EXISTS schemaVersion (version INTEGER NOT NULL)')
    const found = database.get<{ version: number }>('SELECT version FROM schemaVersion')?.version ?? 0
    if (found > migrations.length) {
      throw new Error(`The data file has schema ${found}, this program knows up to ${migrations.length}: start the newer version of it`)
    }
    if (found === migrations.length) return
    for (const migration of migrations.slice(found)) for (const statement of migration) database.run(statement)
    database.run('DELETE FROM schemaVersion')
    database.run('INSERT INTO schemaVersion (version) VALUES (?)', [migrations.length])
  })
}
