import { type Credentials, type CredentialsParts, loadCredentials } from './credentials.ts'
import type { ApiKey, ApiKeyInfo } from './domain/api-keys.ts'
import { ApiError, conflict } from './domain/errors.ts'
import { readSetting, writeSetting } from './domain/settings.ts'

/** The API keys of the account, and which of them the host's programs start from: the one in `credentials.json`. */
export interface KeyRing {
  /** Without secrets, oldest first. */
  list(): readonly ApiKeyInfo[]
  /** @throws ApiError 404 */
  find(sid: string): ApiKeyInfo
  isHosts(sid: string): boolean
  /** A new key, which `credentials.json` names from now on. Those before it stay good until they are revoked. */
  create(friendlyName: string): ApiKey
  /** What it signed, and what it opened, is worth nothing from now on. @throws ApiError 404; 409 for the host's own key */
  revoke(sid: string): void
}

export interface KeyRingParts extends CredentialsParts {
  /** `credentials.json` says something else from now on. */
  rotated?(credentials: Credentials): void
  /** A key is no more: what it let in must go. */
  revoked?(sid: string): void
}

export function createKeyRing(parts: KeyRingParts): KeyRing {
  const { database, domain, apiKeys, rotated, revoked } = parts
  const ring: KeyRing = {
    list: () => apiKeys.list(domain.accountSid),
    find(sid) {
      const key = ring.list().find((each) => each.sid === sid)
      if (!key) throw new ApiError(404, 20404, `There is no API key ${sid}`)
      return key
    },
    isHosts: (sid) => readSetting(database, 'hostApiKeySid') === sid,
    create(friendlyName) {
      const key = database.write(() => {
        const made = apiKeys.create({ accountSid: domain.accountSid, friendlyName })
        writeSetting(database, 'hostApiKeySid', made.sid)
        return made
      })
      const credentials = loadCredentials(parts)
      rotated?.(credentials)
      return key
    },
    revoke(sid) {
      ring.find(sid)
      if (ring.isHosts(sid)) throw conflict(20409, 'This is the API key of credentials.json: create another first, then revoke this one')
      apiKeys.remove(sid)
      revoked?.(sid)
    },
  }
  return ring
}
