import { forUs, listAt, numberAt, objectAt, textAt, type Foreign } from './foreign-json.ts'
import type { Attributes } from './types.ts'

/*
 * What a Message can bring beside its body: under `parlour` in its attributes, version 1 of the schema in docs/content.md. All
 * addresses in it are as they were written: whoever follows one checks it.
 */

export interface QuickReply {
  readonly label: string
  /** What the visitor says by choosing it. */
  readonly text: string
}

export interface Button extends QuickReply {
  /** Where it leads; null: it says `text`. */
  readonly url: string | null
}

export interface Picture {
  readonly url: string
  /** What is to be seen on it. */
  readonly alt: string
  /** Width by height. */
  readonly ratio: number
}

export interface Card {
  readonly title: string
  readonly text: string
  readonly picture: Picture | null
  readonly buttons: readonly Button[]
}

/** The Message that this one answers, as its author saw it. */
export interface Quote {
  /** Its sid. */
  readonly to: string
  readonly name: string
  readonly text: string
}

/** What stands behind an address in the body, as the back end found it. */
export interface Preview {
  readonly url: string
  readonly title: string
  readonly text: string
  readonly picture: Picture | null
}

export interface Content {
  readonly quickReplies: readonly QuickReply[]
  /** One, or several to leaf through. The body says the same to clients that do not know them. */
  readonly cards: readonly Card[]
  readonly replyTo: Quote | null
  readonly preview: Preview | null
}

const MOST_REPLIES = 10
const MOST_CARDS = 10
const MOST_BUTTONS = 4
const LONGEST_LABEL = 80
const LONGEST_TEXT = 1_000
const LONGEST_ADDRESS = 2_000
/** Of a snippet that is quoted. */
const LONGEST_QUOTE = 120
const WIDEST = 3
const PLAIN_RATIO = 16 / 9

/** What can be read of it; the parts that cannot are absent. */
export function readContent(attributes: Attributes): Content {
  const parlour = forUs(attributes)
  return {
    quickReplies: listAt(parlour, 'quickReplies', MOST_REPLIES, toQuickReply),
    cards: listAt(parlour, 'cards', MOST_CARDS, toCard),
    replyTo: toQuote(objectAt(parlour, 'replyTo')),
    preview: toPreview(objectAt(parlour, 'preview')),
  }
}

/** A text, or `{ label, text }`. */
function toQuickReply(value: unknown): QuickReply | null {
  const label = textAt({ value }, 'value', LONGEST_LABEL) || textAt(value, 'label', LONGEST_LABEL)
  const text = textAt(value, 'text', LONGEST_TEXT) || label
  return label ? { label, text } : null
}

function toButton(value: unknown): Button | null {
  const reply = toQuickReply(value)
  return reply && { ...reply, url: textAt(value, 'url', LONGEST_ADDRESS) || null }
}

function toCard(value: unknown): Card | null {
  const card = {
    title: textAt(value, 'title'),
    text: textAt(value, 'text', LONGEST_TEXT),
    picture: toPicture(objectAt(value, 'image')),
    buttons: listAt(value, 'buttons', MOST_BUTTONS, toButton),
  }
  return card.title || card.text || card.buttons.length > 0 ? card : null
}

function toPicture(image: Foreign | null): Picture | null {
  const url = textAt(image, 'url', LONGEST_ADDRESS)
  const ratio = numberAt(image, 'width') / numberAt(image, 'height')
  const isUsual = ratio >= 1 / WIDEST && ratio <= WIDEST
  return url ? { url, alt: textAt(image, 'alt'), ratio: isUsual ? ratio : PLAIN_RATIO } : null
}

function toQuote(value: Foreign | null): Quote | null {
  const to = textAt(value, 'to')
  return to ? { to, name: textAt(value, 'name', LONGEST_LABEL), text: textAt(value, 'text', LONGEST_QUOTE) } : null
}

function toPreview(value: Foreign | null): Preview | null {
  const url = textAt(value, 'url', LONGEST_ADDRESS)
  const title = textAt(value, 'title')
  const text = textAt(value, 'text', LONGEST_TEXT)
  return url && title ? { url, title, text, picture: toPicture(objectAt(value, 'image')) } : null
}

/** What an answer to that Message bears. */
export const replyTo = ({ to, name, text }: Quote): Attributes => ({
  parlour: { v: 1, replyTo: { to, name: name.slice(0, LONGEST_LABEL), text: text.slice(0, LONGEST_QUOTE) } },
})
