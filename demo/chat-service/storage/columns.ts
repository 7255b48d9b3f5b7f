/** `seq` grows with every row and is never used again: lists are paged by it. Dates are ms since the epoch. */
export const seq = 'seq INTEGER PRIMARY KEY AUTOINCREMENT'
export const inService = 'serviceSid TEXT NOT NULL REFERENCES services(sid) ON DELETE CASCADE'
export const inChannel = 'channelSid TEXT NOT NULL REFERENCES channels(sid) ON DELETE CASCADE'
export const dates = 'dateCreated INTEGER NOT NULL, dateUpdated INTEGER NOT NULL'

/** A trigger: the counts, and the next index, are kept by the database itself, so that no command can forget them. */
export function counting(table: string, column: string, event: 'INSERT' | 'DELETE', more = ''): string {
  const [row, sign] = event === 'INSERT' ? ['NEW', '+'] : ['OLD', '-']
  return `CREATE TRIGGER ${table}On${event} AFTER ${event} ON ${table}
    BEGIN UPDATE channels SET ${column} = ${column} ${sign} 1${more} WHERE sid = ${row}.channelSid; END`
}
