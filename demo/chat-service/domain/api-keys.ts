import type { Database } from '../storage/database.ts'
import { createSid, cryptoRandomHex, type RandomHex } from './sids.ts'

export interface ApiKey {
  /** `SK…` */
  readonly sid: string
  /** signs Access Tokens and is the password of the REST API */
  readonly secret: string
  readonly accountSid: string
}
export type ApiKeyInfo = Omit<ApiKey, 'secret'> & { readonly friendlyName: string; readonly dateCreated: number }

export interface ApiKeys {
  find(sid: string): ApiKey | undefined
  create(fields: { accountSid: string; friendlyName?: string | undefined }): ApiKey
  /** Without their secrets, oldest first. */
  list(accountSid: string): ApiKeyInfo[]
  /** Tokens that it signed are worth nothing from then on. @returns whether there was such a key */
  remove(sid: string): boolean
}

export function createApiKeys(
  database: Database,
  { clock = Date, randomHex = cryptoRandomHex }: { clock?: { now(): number }; randomHex?: RandomHex } = {},
): ApiKeys {
  const keys: ApiKeys = {
    find: (sid) => database.get<ApiKey>('SELECT sid, secret, accountSid FROM apiKeys WHERE sid = ?', [sid]),
    create: ({ accountSid, friendlyName = '' }) => {
      // 256 bits, as much as HS256 can use (RFC 7518, 3.2).
      const key: ApiKey = { sid: createSid('SK', randomHex), secret: randomHex(32), accountSid }
      database.write(() =>
        database.run('INSERT INTO apiKeys (sid, secret, accountSid, friendlyName, dateCreated) VALUES (?, ?, ?, ?, ?)', [
          key.sid,
          key.secret,
          accountSid,
          friendlyName,
          clock.now(),
        ]),
      )
      return key
    },
    list: (accountSid) =>
      database.all<ApiKeyInfo>('SELECT sid, accountSid, friendlyName, dateCreated FROM apiKeys WHERE accountSid = ? ORDER BY seq', [
        accountSid,
      ]),
    remove: (sid) =>
      database.write(() => {
        if (!keys.find(sid)) return false
        database.run('DELETE FROM apiKeys WHERE sid = ?', [sid])
        return true
      }),
  }
  return keys
}
