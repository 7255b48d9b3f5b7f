import type { Database } from '../storage/database.ts'

/** Names that the service must know again after a restart. */
export type Setting = 'accountSid' | 'hostApiKeySid' | 'contentSecret' | 'hostServiceSid' | 'accountConfiguration'

export const readSetting = (database: Database, name: Setting): string | undefined =>
  database.get<{ value: string }>('SELECT value FROM settings WHERE name = ?', [name])?.value

export function writeSetting(database: Database, name: Setting, value: string): void {
  database.run('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)', [name, value])
}
