import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ApiKey, ApiKeys } from './domain/api-keys.ts'
import type { Domain } from './domain/domain.ts'
import { findService } from './domain/services.ts'
import { readSetting, writeSetting } from './domain/settings.ts'
import { createSid, cryptoRandomHex } from './domain/sids.ts'
import type { Database } from './storage/database.ts'

/** What any program on this machine needs to use the local chat service; `credentials.json` in its data folder, mode 0600. */
export interface Credentials {
  /** `AC…` */
  readonly accountSid: string
  /** `SK…` */
  readonly apiKeySid: string
  readonly apiKeySecret: string
  /** `IS…`: the Service instance made at the first start */
  readonly serviceSid: string
  /** Base address of the public REST API, e.g. `http://127.0.0.1:4800` */
  readonly restUrl: string
  /** e.g. `ws://127.0.0.1:4800/twilsock` */
  readonly twilsockUrl: string
}

/** Signs the addresses of media. Of its own, so that an API key may go without a picture going, and opens no picture. */
export function ensureContentSecret(database: Database): string {
  const known = readSetting(database, 'contentSecret')
  if (known !== undefined) return known
  const secret = cryptoRandomHex(32)
  database.write(() => writeSetting(database, 'contentSecret', secret))
  return secret
}

/** The one account of this data file, made at its first start. */
export function ensureAccount(database: Database): string {
  const known = readSetting(database, 'accountSid')
  if (known !== undefined) return known
  const sid = createSid('AC', cryptoRandomHex)
  database.write(() => writeSetting(database, 'accountSid', sid))
  return sid
}

export interface CredentialsParts {
  readonly dataDir: string
  /** e.g. `http://127.0.0.1:4800` */
  readonly publicUrl: string
  readonly database: Database
  readonly domain: Domain
  readonly apiKeys: ApiKeys
}

/**
 * The host's API key and Service instance, made when there are none (any more), and written to `credentials.json` with the
 * address of today. The data file is the truth: what the JSON file names is on disk there first.
 */
export function loadCredentials({ dataDir, publicUrl, database, domain, apiKeys }: CredentialsParts): Credentials {
  const key = hostKey(database, domain, apiKeys)
  const credentials: Credentials = {
    accountSid: domain.accountSid,
    apiKeySid: key.sid,
    apiKeySecret: key.secret,
    serviceSid: hostService(database, domain),
    restUrl: new URL(publicUrl).origin,
    twilsockUrl: `${new URL(publicUrl).origin.replace(/^http/, 'ws')}/twilsock`,
  }
  database.flush()
  writePrivately(join(dataDir, 'credentials.json'), `${JSON.stringify(credentials, null, 2)}\n`)
  return credentials
}

function hostKey(database: Database, { accountSid }: Domain, apiKeys: ApiKeys): ApiKey {
  const known = readSetting(database, 'hostApiKeySid')
  const found = known === undefined ? undefined : apiKeys.find(known)
  if (found) return found
  return database.write(() => {
    const key = apiKeys.create({ accountSid, friendlyName: 'Host back end' })
    writeSetting(database, 'hostApiKeySid', key.sid)
    return key
  })
}

function hostService(database: Database, domain: Domain): string {
  const known = readSetting(database, 'hostServiceSid')
  if (known !== undefined && findService(database, domain.accountSid, known)) return known
  const { sid } = domain.services.list({ limit: 1 }).items[0] ?? domain.services.create({ friendlyName: 'Parlour' })
  // Who is online is told here, unlike in a new Service at Twilio: the demo shows it.
  domain.services.update(sid, { reachabilityEnabled: true })
  database.write(() => writeSetting(database, 'hostServiceSid', sid))
  return sid
}

/** For this user's eyes only, and whole: a reader sees the old file or the new one. */
function writePrivately(file: string, text: string): void {
  if (readIfThere(file) === text) return
  const fresh = `${file}.${process.pid}.tmp`
  writeFileSync(fresh, text, { mode: 0o600 })
  renameSync(fresh, file)
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
