import { invalid } from './errors.ts'
import { looksLikeSid } from './sids.ts'

/** UTF-8 bytes. Twilio's own limits. */
export const limits = { body: 32_768, attributes: 4_096, channelAttributes: 16_384, name: 256 } as const

// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\p{Surrogate}/u

function checkName(what: string, value: string): string {
  if (typeof value !== 'string') throw invalid(`${what} must be text`)
  if (value.length > limits.name) throw invalid(`${what} is longer than ${limits.name} characters`)
  return value
}

/**
 * An Identity is part of addresses that the SDKs do not encode, so what ends a path segment is refused; `system` is the
 * name that the service itself acts under, and whoever bore it would be trusted as the back end.
 */
export function checkIdentity(value: string): string {
  checkName('Identity', value)
  if (value.trim() === '') throw invalid('Identity is empty')
  if (control.test(value)) throw invalid('Identity contains a control character')
  if (/[/?#%\\]/.test(value) || value === '.' || value === '..') {
    throw invalid('Identity contains one of / \\ ? # %, or is a dot: the SDKs put it into addresses unencoded')
  }
  if (value.trim().toLowerCase() === 'system') throw invalid('Identity "system" is reserved')
  if (looksLikeSid(value)) throw invalid('Identity looks like a sid')
  return value
}

/** Who made or changed something, as the back end may state it: an Identity or the service itself. */
export const checkAuthor = (value: string): string => (value === 'system' ? value : checkIdentity(value))

export const checkFriendlyName = (value: string): string => checkName('FriendlyName', value)

/** '' means none. */
export function checkUniqueName(value: string): string | null {
  checkName('UniqueName', value)
  if (value === '') return null
  if (control.test(value)) throw invalid('UniqueName contains a control character')
  if (looksLikeSid(value)) throw invalid('UniqueName looks like a sid')
  return value
}

export function checkBody(value: string): string {
  if (typeof value !== 'string') throw invalid('Body must be text')
  if (Buffer.byteLength(value) > limits.body) throw invalid(`Body is larger than ${limits.body} bytes`)
  return value
}

/** Of a mail. */
export const checkSubject = (value: string): string => checkName('Subject', value)

/** JSON text of an object; '' means `{}`. Kept as it was written. */
export function checkAttributes(value: string, limit: number = limits.attributes): string {
  if (value === '') return '{}'
  if (typeof value !== 'string') throw invalid('Attributes must be JSON text')
  if (Buffer.byteLength(value) > limit) throw invalid(`Attributes are larger than ${limit} bytes`)
  let parsed: unknown
  try {
    parsed = JSON.parse(value)
  } catch {
    throw invalid('Attributes are not valid JSON')
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw invalid('Attributes must be a JSON object')
  return value
}

export function checkInteger(what: string, value: number, least: number, most: number = Number.MAX_SAFE_INTEGER): number {
  if (!Number.isSafeInteger(value) || value < least || value > most) throw invalid(`${what} must be an integer from ${least} to ${most}`)
  return value
}

/** The last ms that an ISO date of four year digits can say. */
const lastDate = Date.UTC(9999, 11, 31)
export const checkDate = (what: string, value: number): number => checkInteger(what, value, 0, lastDate)

/** A page's size. */
export const checkLimit = (value: number): number => checkInteger('PageSize', value, 1, 1_000)
