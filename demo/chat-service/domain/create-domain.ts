import type { Database } from '../storage/database.ts'
import { createSyncWriter } from '../sync/objects.ts'
import { createSyncStore } from '../sync/store.ts'
import { findDefaultService, readAccount, writeAccount } from './account.ts'
import { createBus } from './bus.ts'
import { createChannels } from './channels.ts'
import { createCommands } from './commands.ts'
import type { Domain, Instance, ServiceBus } from './domain.ts'
import { notFound } from './errors.ts'
import { createInvites } from './invites.ts'
import { createMedia } from './media.ts'
import { createMembers } from './members.ts'
import { createMessages } from './messages.ts'
import { createMutations } from './mutations.ts'
import { may } from './permissions.ts'
import { createReceipts } from './receipts.ts'
import { createRoles } from './roles.ts'
import type { Scope } from './scope.ts'
import { createServices, findService } from './services.ts'
import { createSid, cryptoRandomHex, type RandomHex } from './sids.ts'
import { createTyping } from './typing.ts'
import { createUserChannels } from './user-channels.ts'
import { createUsers } from './users.ts'
import { createWebhooks } from './webhooks.ts'

export interface DomainOptions {
  /** Opened by `openDatabase`. */
  readonly database: Database
  readonly accountSid: string
  readonly clock?: { now(): number } | undefined
  readonly randomHex?: RandomHex | undefined
}

/** The chat service without its sockets: everything it knows is in `database`, everything it tells goes over `bus`. */
export function createDomain({ database, accountSid, clock = Date, randomHex = cryptoRandomHex }: DomainOptions): {
  domain: Domain
  bus: ServiceBus
} {
  const { bus, publish } = createBus()
  const commands = createCommands(database, publish)
  const now = (): number => clock.now()
  const instances = new Map<string, { scope: Scope; instance: Instance }>()

  function createScope(serviceSid: string): Scope {
    return {
      serviceSid,
      database,
      commands,
      now,
      newSid: (prefix) => createSid(prefix, randomHex),
      service() {
        const service = findService(database, accountSid, serviceSid)
        if (!service) throw notFound('Service')
        return service
      },
      sync: createSyncWriter({
        serviceSid,
        database,
        now,
        announce: (event) => commands.announce({ name: 'sync', event }),
        newSid: (prefix) => createSid(prefix, randomHex),
      }),
    }
  }

  function known(serviceSid: string): { scope: Scope; instance: Instance } {
    let found = instances.get(serviceSid)
    if (!found) {
      const scope = createScope(serviceSid)
      found = { scope, instance: createInstance(scope) }
      instances.set(serviceSid, found)
    }
    return found
  }

  const services = createServices({ accountSid, database, commands, randomHex, now, scope: (sid) => known(sid).scope })
  const domain: Domain = {
    accountSid,
    services,
    account: {
      fetch: () => readAccount(database),
      update: (changes) =>
        commands.run(() => {
          if (changes.defaultServiceSid) services.fetch(changes.defaultServiceSid)
          writeAccount(database, { ...readAccount(database), ...changes })
          return readAccount(database)
        }),
      defaultService() {
        const sid = findDefaultService(database)
        if (sid === undefined) throw notFound('Service')
        return services.fetch(sid)
      },
    },
    instance(serviceSid) {
      if (database.get('SELECT 1 AS found FROM services WHERE sid = ?', [serviceSid]) === undefined) {
        instances.delete(serviceSid)
        throw notFound('Service')
      }
      return known(serviceSid).instance
    },
  }
  nobodyIsOnline(database, domain)
  return { domain, bus }
}

function createInstance(scope: Scope): Instance {
  return {
    serviceSid: scope.serviceSid,
    service: scope.service,
    atomically: scope.commands.run,
    roles: createRoles(scope),
    users: createUsers(scope),
    userChannels: createUserChannels(scope),
    channels: createChannels(scope),
    members: createMembers(scope),
    invites: createInvites(scope),
    messages: createMessages(scope),
    receipts: createReceipts(scope),
    webhooks: createWebhooks(scope),
    media: createMedia(scope),
    typing: createTyping(scope),
    mutations: createMutations(scope),
    may: (identity, permission, channelSid) => may(scope, identity, permission, channelSid),
    sync: createSyncStore(scope),
  }
}

/** Presence belongs to sockets, and a service that just starts has none: whoever was online when it was killed is not. */
function nobodyIsOnline(database: Database, domain: Domain): void {
  const left = database.all<{ serviceSid: string; identity: string }>('SELECT serviceSid, identity FROM users WHERE online = 1')
  for (const { serviceSid, identity } of left) domain.instance(serviceSid).users.setOnline(identity, false)
}
