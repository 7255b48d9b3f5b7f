import type { Database } from '../storage/database.ts'
import type { Commands } from './commands.ts'
import type { Domain } from './domain.ts'
import { notFound } from './errors.ts'
import { checkFriendlyName } from './limits.ts'
import { readPage } from './paging.ts'
import { insertDefaultRoles } from './roles.ts'
import { checkServiceFields, newServiceFields, type ServiceFields } from './service-fields.ts'
import { createSid, type RandomHex } from './sids.ts'
import { refreshReachability } from './user-info.ts'
import type { Scope } from './scope.ts'
import type { Service } from './types.ts'

interface ServiceRow {
  readonly sid: string
  /** JSON of `ServiceFields` */
  readonly fields: string
  readonly dateCreated: number
  readonly dateUpdated: number
}

export function findService(database: Database, accountSid: string, sid: string): Service | undefined {
  const row = database.get<ServiceRow>('SELECT * FROM services WHERE sid = ?', [sid])
  return row && toService(row, accountSid)
}

function toService({ sid, fields, dateCreated, dateUpdated }: ServiceRow, accountSid: string): Service {
  return { sid, accountSid, dateCreated, dateUpdated, ...(JSON.parse(fields) as ServiceFields) }
}

export interface ServicesParts {
  readonly accountSid: string
  readonly database: Database
  readonly commands: Commands
  readonly randomHex: RandomHex
  now(): number
  scope(serviceSid: string): Scope
}

export function createServices({ accountSid, database, commands, randomHex, now, scope }: ServicesParts): Domain['services'] {
  function fetch(sid: string): Service {
    const service = findService(database, accountSid, sid)
    if (!service) throw notFound('Service')
    return service
  }

  function save(sid: string, fields: ServiceFields): void {
    database.run('UPDATE services SET fields = ?, dateUpdated = ? WHERE sid = ?', [JSON.stringify(fields), now(), sid])
  }

  return {
    list: (page) =>
      readPage<ServiceRow, Service>(database, { columns: '*', from: 'services', where: '1', parameters: [] }, page, (row) =>
        toService(row, accountSid),
      ),
    fetch,

    create: ({ friendlyName }) =>
      commands.run(() => {
        checkFriendlyName(friendlyName)
        const sid = createSid('IS', randomHex)
        const at = now()
        database.run("INSERT INTO services (sid, fields, dateCreated, dateUpdated) VALUES (?, '{}', ?, ?)", [sid, at, at])
        const fields = newServiceFields(friendlyName, insertDefaultRoles(scope(sid)))
        database.run('UPDATE services SET fields = ? WHERE sid = ?', [JSON.stringify(fields), sid])
        return fetch(sid)
      }),

    update: (sid, changes) =>
      commands.run(() => {
        const before = fetch(sid)
        const fields = checkServiceFields(scope(sid), before, changes)
        save(sid, fields)
        const service = fetch(sid)
        if (service.reachabilityEnabled !== before.reachabilityEnabled) refreshReachability(scope(sid), service)
        return service
      }),

    remove: (sid) =>
      commands.run(() => {
        fetch(sid)
        database.run('DELETE FROM services WHERE sid = ?', [sid])
        commands.announce({ name: 'serviceRemoved', event: { serviceSid: sid } })
      }),
  }
}
