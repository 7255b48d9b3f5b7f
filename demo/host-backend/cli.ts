import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCredentials } from './environment.ts'
import type { Rooms } from './rooms.ts'
import type { Credentials } from './twilio-client.ts'
import { openRooms, readService } from './twilio-client.ts'

/**
 * Data folder and chat service of a command line: `PARLOUR_DATA` (default `.parlour`), `SERVICE`, and the credentials that
 * the environment names; without those, the local chat service's `credentials.json` in the data folder.
 */
export function openFromCommandLine(url: string | undefined): { rooms: Rooms; dataDir: string } {
  const dataDir = process.env['PARLOUR_DATA'] ?? '.parlour'
  const credentials = readCredentials(process.env) ?? readLocal(join(dataDir, 'credentials.json'))
  return { dataDir, rooms: openRooms(readService(process.env['SERVICE']), credentials, url ?? credentials.restUrl) }
}

function readLocal(file: string): Credentials & { readonly restUrl?: string } {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Credentials & { restUrl?: string }
  } catch {
    throw new Error(
      `Cannot read ${file}. Start the chat service once, or set PARLOUR_DATA to its data folder; for Twilio's cloud, set TWILIO_ACCOUNT_SID and its like.`,
    )
  }
}

/** Runs a command, which answers with the exit code; what it throws is one line on stderr and exit code 2. */
export async function main(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 2
  }
}

/** Rows of text under headings, in columns as wide as they need. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [headings, ...rows]
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [line(headings), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
