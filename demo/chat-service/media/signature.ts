import { createHmac, timingSafeEqual } from 'node:crypto'

/** Short-lived addresses: whoever holds one may read the content until it ends, without any header. */
export interface ContentSigner {
  /** The query to append: `expires=<s since the epoch>&signature=<hex>` */
  sign(path: string): string
  verify(path: string, query: { readonly expires?: string | undefined; readonly signature?: string | undefined }): boolean
}

const LIFE_S = 5 * 60

/** `secret` should outlive a restart: a picture that is being shown stays shown. */
export function createContentSigner(secret: string, now: () => number): ContentSigner {
  const key = createHmac('sha256', secret).update('parlour media content').digest()
  const mac = (path: string, expires: string): Buffer => createHmac('sha256', key).update(`${path}\n${expires}`).digest()
  return {
    sign(path) {
      const expires = String(Math.ceil(now() / 1000) + LIFE_S)
      return `expires=${expires}&signature=${mac(path, expires).toString('hex')}`
    },
    verify(path, { expires, signature }) {
      if (expires === undefined || signature === undefined || !/^\d{1,12}$/.test(expires) || !/^[0-9a-f]{64}$/.test(signature)) return false
      return timingSafeEqual(Buffer.from(signature, 'hex'), mac(path, expires)) && Number(expires) * 1000 > now()
    },
  }
}
