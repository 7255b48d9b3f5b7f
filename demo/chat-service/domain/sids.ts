import { randomBytes } from 'node:crypto'

/** `count` bytes as lower-case hex, from the system's own source. */
export type RandomHex = (count: number) => string
export const cryptoRandomHex: RandomHex = (count) => randomBytes(count).toString('hex')

export type SidPrefix = 'AC' | 'CH' | 'DY' | 'ES' | 'ET' | 'IM' | 'IN' | 'IS' | 'MB' | 'ME' | 'MG' | 'MP' | 'RL' | 'SK' | 'US' | 'WH'

export const createSid = (prefix: SidPrefix, randomHex: RandomHex): string => prefix + randomHex(16)
export const isSid = (text: string, prefix: SidPrefix): boolean => text.startsWith(prefix) && sidForm.test(text)
/** Looks like the sid of anything: no name may, or it would be ambiguous. */
export const looksLikeSid = (text: string): boolean => sidForm.test(text)
const sidForm = /^[A-Z]{2}[0-9a-fA-F]{32}$/
