import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import twilio from 'twilio'
import { ensureAccount, type Credentials } from './credentials.ts'
import { takeDataFolder } from './data-folder.ts'
import { createApiKeys } from './domain/api-keys.ts'
import { createDomain } from './domain/create-domain.ts'
import { createKeyRing } from './key-ring.ts'
import { openDatabase } from './storage/database.ts'

/*
 * `npm run keys -- list | create [name] | revoke SK…`: the API keys of the local chat service, while it runs or not.
 * `PARLOUR_DATA` (`.parlour`) says whose. To rotate: `create` makes a key that `credentials.json` names from then on; let the
 * host back end sign with it; when every token of the old one has been renewed, `revoke` the old one.
 */

/** As the command shows it. */
interface ShownKey {
  readonly sid: string
  readonly friendlyName: string
  readonly created: string
}

interface Keys {
  list(): Promise<readonly ShownKey[]>
  create(friendlyName: string): Promise<string>
  revoke(sid: string): Promise<void>
}

/** Of a service that runs, over Twilio's own API: it closes the sockets of a revoked key itself. */
function keysOfRunning({ accountSid, apiKeySid, apiKeySecret, restUrl }: Credentials): Keys {
  const client = twilio(apiKeySid, apiKeySecret, { accountSid })
  client.api.baseUrl = restUrl
  return {
    list: async () =>
      (await client.keys.list()).map(({ sid, friendlyName, dateCreated }) => ({ sid, friendlyName, created: dateCreated.toISOString() })),
    create: async (friendlyName) => (await client.newKeys.create({ friendlyName })).sid,
    revoke: async (sid) => void (await client.keys(sid).remove()),
  }
}

/** Of a service that does not run: its file is ours meanwhile. */
async function withKeysAtRest(dataDir: string, publicUrl: string, work: (keys: Keys) => Promise<void>): Promise<void> {
  const database = openDatabase(join(dataDir, 'chat.sqlite'))
  try {
    const { domain } = createDomain({ database, accountSid: ensureAccount(database) })
    const ring = createKeyRing({ dataDir, publicUrl, database, domain, apiKeys: createApiKeys(database) })
    await work({
      list: async () =>
        ring.list().map(({ sid, friendlyName, dateCreated }) => ({ sid, friendlyName, created: new Date(dateCreated).toISOString() })),
      create: async (friendlyName) => ring.create(friendlyName).sid,
      async revoke(sid) {
        ring.revoke(sid)
        await database.durable()
      },
    })
  } finally {
    database.close()
  }
}

function readCredentials(dataDir: string): Credentials {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8')) as Credentials
  } catch {
    throw new Error(`There is no credentials.json in ${dataDir}: start the chat service once, or set PARLOUR_DATA to its data folder`)
  }
}

async function run(dataDir: string, [command, argument]: readonly string[]): Promise<void> {
  const credentials = readCredentials(dataDir)
  const work = async (keys: Keys): Promise<void> => {
    if (command === 'list') {
      const hosts = readCredentials(dataDir).apiKeySid
      for (const { sid, created, friendlyName } of await keys.list()) {
        console.log(`${sid}  ${created}  ${friendlyName}${sid === hosts ? '  (credentials.json)' : ''}`)
      }
    } else if (command === 'create') {
      console.log(`${await keys.create(argument ?? 'Host back end')}  its secret is in ${join(dataDir, 'credentials.json')}`)
    } else if (command === 'revoke' && argument !== undefined) {
      await keys.revoke(argument)
      console.log(`${argument}  revoked`)
    } else {
      throw new Error('Say one of: list, create [name], revoke SK…')
    }
  }

  let giveBack: () => void
  try {
    giveBack = takeDataFolder(dataDir)
  } catch {
    // Somebody has the folder: the service that runs.
    return work(keysOfRunning(credentials))
  }
  try {
    await withKeysAtRest(dataDir, credentials.restUrl, work)
  } finally {
    giveBack()
  }
}

run(resolve(process.env['PARLOUR_DATA'] ?? '.parlour'), process.argv.slice(2)).catch((error: Error & { code?: string }) => {
  console.error(
    error.code === 'ECONNREFUSED' ? 'The chat service has its data folder, but does not answer: is it starting?' : error.message,
  )
  process.exitCode = 1
})
