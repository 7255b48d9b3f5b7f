import blns from '../fixtures/foreign-text/blns.json' with { type: 'json' }
import own from '../fixtures/foreign-text/own-vectors.json' with { type: 'json' }

/** Others' and our own vectors: what somebody may write, name himself or put into attributes, to have it run or shown as what it is not. */
export const naughty: readonly string[] = blns
export const ownTexts: readonly string[] = own.text.map((text) => (typeof text === 'string' ? text : text.repeat.repeat(text.times)))
export const links: readonly string[] = own.links
/** JSON, of any shape. */
export const attributes: readonly string[] = own.attributes

export const payloadsIn = (file: string): readonly string[] => file.split(/\r?\n/).filter(Boolean)
