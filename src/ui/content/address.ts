/** Space, and controls that are not to be seen or turn what follows: an address with one of them is none. */
const UNSEEN = /[\0-\x20\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-\ufffb]/

/** A telephone number has no codes in it, by which some networks change their settings. */
const KINDS = /^(https?:\/\/.|mailto:.|tel:\+?[\d().-]+$)/i

/** An address that may be followed from here: http, https, mailto, tel, and nobody's name and password in it. Else null. */
export function addressOf(text: string): URL | null {
  try {
    const url = new URL(text)
    return KINDS.test(text) && !UNSEEN.test(text) && !url.username && !url.password ? url : null
  } catch {
    return null
  }
}

/** Where it really leads, in short. */
const endOf = ({ host, pathname }: URL): string => host || pathname

/** null when `label`, the text of a link to `url`, names no other address than that one. */
export function aimOf(label: string, url: URL): string | null {
  const suggests = UNSEEN.test(label.replaceAll(' ', '')) || url.protocol === 'tel:' || /\S[.@]\S|:\/\/|\/\//.test(label.normalize('NFKC'))
  const seen = addressOf(label) ?? addressOf(`https://${label}`)
  const end = endOf(url)
  return suggests && label.replace(/[\s()]/g, '') !== end && (!seen || endOf(seen) !== end) ? end : null
}
