import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createDomain } from '../../../demo/chat-service/domain/create-domain.ts'
import type { Domain, Instance, ServiceBus, ServiceBusEvents } from '../../../demo/chat-service/domain/domain.ts'
import type { Actor } from '../../../demo/chat-service/domain/types.ts'
import { type Database, openDatabase } from '../../../demo/chat-service/storage/database.ts'

export const system: Actor = { kind: 'system' }
export const user = (identity: string): Actor => ({ kind: 'user', identity })
export const accountSid = `AC${'a'.repeat(32)}`

/** A folder of its own, gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parlour-domain-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A database that is closed when the test is over, if the test did not do so. */
export function temporaryDatabase(file = join(temporaryFolder(), 'chat.sqlite')): Database {
  const database = openDatabase(file)
  onTestFinished(() => database.close())
  return database
}

export interface World {
  readonly database: Database
  readonly domain: Domain
  readonly bus: ServiceBus
  readonly instance: Instance
  /** What the bus said, in order; only what is on disk. */
  readonly heard: Heard[]
  /** Move the clock on. */
  wait(ms: number): void
}
export type Heard = { [Name in keyof ServiceBusEvents]: { name: Name; event: ServiceBusEvents[Name] } }[keyof ServiceBusEvents]

/** A domain with one Service instance, on a clock that moves 1 ms at each look. */
export function createWorld(database = temporaryDatabase(), start = Date.UTC(2030, 0, 1)): World {
  let time = start
  const { domain, bus } = createDomain({ database, accountSid, clock: { now: () => time++ } })
  const heard: Heard[] = []
  const hear =
    <Name extends keyof ServiceBusEvents>(name: Name) =>
    (event: ServiceBusEvents[Name]): void => {
      heard.push({ name, event } as Heard)
    }
  for (const name of ['sync', 'revoked', 'userRemoved', 'serviceRemoved', 'mediaRemoved'] as const) bus.on(name, hear(name))
  const instance = domain.instance(domain.services.create({ friendlyName: 'Test' }).sid)
  return { database, domain, bus, instance, heard, wait: (ms) => void (time += ms) }
}

/** A private Channel of the back end with these Members. */
export function openRoom({ instance }: Pick<World, 'instance'>, ...identities: string[]): string {
  const { sid } = instance.channels.create(system, { friendlyName: 'Room', type: 'private' })
  for (const identity of identities) instance.members.create(system, sid, { identity })
  return sid
}

/** All rows of all tables, to see that a refused command left no trace. */
export function everything(database: Database): Record<string, unknown[]> {
  const tables = database.all<{ name: string }>(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
  )
  return Object.fromEntries(tables.map(({ name }) => [name, database.all(`SELECT * FROM ${name}`)]))
}

/** The status that a refusal carries, or 200. */
export function statusOf(command: () => unknown): number {
  try {
    command()
    return 200
  } catch (error) {
    if (error instanceof Error && 'status' in error) return error.status as number
    throw error
  }
}
