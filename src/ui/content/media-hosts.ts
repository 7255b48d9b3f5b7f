import { addressOf } from './address.ts'

/**
 * Whether a picture may be fetched: only from an origin that the host page named. Whoever serves a picture learns who reads it
 * and when; and one of the page's own address would be asked for with its cookies. So by default there is none.
 */
export function mayFetch(url: string, hosts: readonly string[] = []): boolean {
  const address = addressOf(url)
  return !!address && hosts.some((host) => addressOf(host)?.origin === address.origin) && address.host !== ''
}
