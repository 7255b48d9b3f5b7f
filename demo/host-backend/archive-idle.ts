/** `npm run archive -- --idle 24h [--url http://127.0.0.1:4800]`: ends the conversations that nobody ended. */
import { parseArgs } from 'node:util'
import { openArchives } from './archive.ts'
import { main, openFromCommandLine, table } from './cli.ts'
import { describe } from './errors.ts'
import { findIdle, parseDuration } from './idle.ts'
import { openJournal } from './journal.ts'
import { createLifecycle } from './lifecycle.ts'

await main(async () => {
  const { values } = parseArgs({ options: { idle: { type: 'string', default: '24h' }, url: { type: 'string' } } })
  const idleMs = parseDuration(values.idle)
  const { rooms, dataDir } = openFromCommandLine(values.url)
  const archives = await openArchives(dataDir, rooms)
  const lifecycle = createLifecycle({ rooms, archives, journal: await openJournal(dataDir) })

  const unfinished = await lifecycle.resume()
  for (const { channelSid, error } of unfinished) console.error(`${channelSid}: its end still fails (${describe(error)})`)

  const rows: string[][] = []
  for (const { channelSid, friendlyName, lastActiveAt } of await findIdle(rooms, Date.now() - idleMs)) {
    const result = await lifecycle.end(channelSid, 'idle').then(() => 'archived, deleted', describe)
    const messages = (await archives.read(channelSid))?.messageCount
    rows.push([channelSid, friendlyName, new Date(lastActiveAt).toISOString(), String(messages ?? '-'), result])
  }
  console.log(
    rows.length === 0
      ? `No conversation was idle for ${values.idle}.`
      : table(['Channel', 'Name', 'Last active', 'Messages', 'Result'], rows),
  )
  return unfinished.length > 0 || rows.some((row) => row[4] !== 'archived, deleted') ? 1 : 0
})
