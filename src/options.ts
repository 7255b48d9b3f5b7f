import { attempt } from './lib/attempt.ts'
import { slotNames, type Slots } from './slots.ts'
import type { Strings } from './ui/strings.ts'

/**
 * What a host can set; the same names as `data-*` on the script tag (`data-token-url`) and as attributes of
 * `<parlour-chat>` (`token-url`). The table `optionRows` is the one source: defaults, checks and the README's table come from it.
 */
export interface ParlourOptions {
  /** The one required option: URL of the token endpoint, or a function that answers with a token. */
  readonly tokenUrl: string | TokenSource
  /** Method, headers and credentials of the request to `tokenUrl`. Default: POST, same-origin credentials. */
  readonly tokenRequest?: {
    readonly method?: 'POST' | 'GET'
    readonly headers?: Readonly<Record<string, string>>
    readonly credentials?: RequestCredentials
  }
  /** URL that makes a Channel for this visitor. Without it only Channels that the back end made earlier are shown. */
  readonly startUrl?: string
  /** URL that ends the conversation. Without it the visitor has no "End conversation". */
  readonly endUrl?: string
  /** Which of Twilio's services the token is for: `chat` (Programmable Chat, default) or `conversations`, its successor. */
  readonly service?: ChatSdk
  /** `wss://…` of a chat service other than Twilio's cloud. */
  readonly serviceUrl?: string
  /** Identities beside `system` whose Channels are trusted. */
  readonly channelCreators?: readonly string[]
  /** `auto` (default) follows the visitor's system, `inherit` the `color-scheme` of the page. */
  readonly theme?: 'auto' | 'light' | 'dark' | 'inherit'
  /** The brand's colour, as CSS writes it: all others follow from it, each legible. */
  readonly accent?: string
  /** Corner of the window. Default `end`. */
  readonly position?: 'start' | 'end'
  /** From the window's edge: lengths of CSS, `20px` or `80px 20px` (from below, from the side); after a `/` those for a phone. */
  readonly offset?: string
  /** Content of your own in place of ours. */
  readonly slots?: Slots
  /** Open at once. Default false. */
  readonly open?: boolean
  /** Heading of the panel. Default "Chat". */
  readonly title?: string
  /** BCP 47. Default: the page's `lang`, then the browser's. */
  readonly locale?: string
  /** Texts of your own by key, instead of ours: see the list of texts. `{values}` as in the original; one form for each plural category. */
  readonly strings?: Strings
  /** Questions before a conversation; the answers go to `startUrl` as `preChat`. */
  readonly preChat?: readonly PreChatField[]
  /** URL that takes a rating when a conversation has ended. Without it nobody is asked. */
  readonly rateUrl?: string
  /** Default `stars`. */
  readonly rating?: 'stars' | 'thumbs' | 'scale'
  /** When somebody is there; outside of it the visitor is told when. */
  readonly hours?: Hours
  /** Whether nobody is there: `auto` (default) goes by `hours`. */
  readonly away?: boolean | 'auto'
  /** URL that takes a message while nobody is there. */
  readonly leaveUrl?: string
  /** A short sound for a new Message. Default true; the visitor can turn it off. */
  readonly sound?: boolean
  /** The number of unread Messages before the title of the page. Default false. */
  readonly titleNotice?: boolean
  /** Offer notifications of the desktop in the menu. Default true; only then the browser asks, and only after a click. */
  readonly notifications?: boolean
  /** A few words beside the launcher, and when. Of several the first whose rules hold; a text alone is one too. */
  readonly greeting?: string | Greeting | readonly (string | Greeting)[]
  /** What sends: Enter (default; Shift+Enter is a new line), or Ctrl+Enter and ⌘+Enter. */
  readonly sendKey?: 'enter' | 'mod-enter'
  /** Characters of one Message, as a reader counts them. At most 32 KB in any case. */
  readonly maxLength?: number
  /** The visitor can answer a Message by quoting it. Default false. */
  readonly replies?: boolean
  /** The visitor can react to a Message with an emoji, and sees others' reactions. Default false. */
  readonly reactions?: boolean
  /** Of a Message that was deleted: `marked` (default) leaves a line that says so, `hidden` nothing. */
  readonly deleted?: 'marked' | 'hidden'
  /** Origins from which pictures in Messages are fetched. Default none. */
  readonly mediaHosts?: readonly string[]
  /** Files that the visitor may send; false: none. */
  readonly attachments?: false | AttachmentOptions
  /** The visitor may record a voice message, where the browser can and files may be sent. Default true. */
  readonly voice?: boolean
  /** Decisions of the page's own. */
  readonly hooks?: Hooks
}

export interface AttachmentOptions {
  /** As of a file field: `image/*,.pdf`. Default: all. */
  readonly accept?: string
  /** Bytes of one file. Default 25 MB; Twilio takes 150 MB. */
  readonly maxSize?: number
  /** At once. Default 10. */
  readonly maxFiles?: number
  /** Larger JPEG, PNG and WebP pictures are made smaller before they are sent. Default 4,000,000; 0: they keep their size. */
  readonly maxPixels?: number
}

export interface Hooks {
  /**
   * Whether the visitor may have a file. Asked before its address is; `pending`: asked again a while later, and when the
   * Message changes.
   */
  readonly file?: (file: FileToCheck) => FileVerdict | Promise<FileVerdict>
  /** Others' Messages in the visitor's language. */
  readonly translate?: Translate
}

/** Answers with what the Message says in that language (BCP 47); null: it is to stay as it is. Asked once for each text. */
export type Translate = (
  message: { readonly sid: string; readonly author: string; readonly body: string },
  locale: string,
) => Promise<string | null>

export type FileVerdict = 'allow' | 'block' | 'pending'

export interface FileToCheck {
  /** `ME…` */
  readonly sid: string
  readonly filename: string | null
  readonly contentType: string
  /** bytes */
  readonly size: number
  readonly messageSid: string
  /** The author's Identity. */
  readonly author: string
  /** By this visitor. */
  readonly own: boolean
  /** Of the Message. */
  readonly attributes: Readonly<Record<string, unknown>>
}

/** What is said to a visitor who has not asked. All rules that are given must hold at once. */
export interface Greeting {
  readonly text: string
  /** Who says it. */
  readonly name?: string
  /** s that the page is in view. Default 5, where nothing else is waited for. */
  readonly after?: number
  /** % of the page that was scrolled past. */
  readonly scroll?: number
  /** The pointer leaves towards the tabs and the address. */
  readonly exit?: boolean
  /** s without any act of the visitor. */
  readonly idle?: number
  /** Path of the page, `*` = anything; or several. */
  readonly path?: string | readonly string[]
  /** Only to those who have used the chat on this device before; false: only to those who have not. */
  readonly returning?: boolean
  /** Days for which none is shown after it was answered or sent away. Default 7. */
  readonly every?: number
  /** You have the visitor's consent: note on the device that it was shown. Without it only an answer is noted. */
  readonly remember?: boolean
}

/** One question before a conversation. */
export interface PreChatField {
  /** Letters, digits, `_` and `-`; the answer bears it. */
  readonly name: string
  readonly label: string
  /** Default `text`. A `hidden` one is not shown; its `value` is sent along. */
  readonly type?: 'text' | 'email' | 'tel' | 'textarea' | 'select' | 'checkbox' | 'hidden'
  readonly required?: boolean
  /** What a `select` offers. */
  readonly options?: readonly (string | { readonly value: string; readonly label: string })[]
  readonly maxLength?: number
  /** As in HTML: `name`, `email`, `tel` … */
  readonly autocomplete?: string
  /** As in HTML: a regular expression that the whole answer has to match. */
  readonly pattern?: string
  /** What stands there at first. */
  readonly value?: string | boolean
}

/** A week, on the clocks of one place. */
export interface Hours {
  /** IANA: `Europe/London` */
  readonly timeZone: string
  /** `to` at or before `from` is of the next day. Both as `09:00`; `24:00` is the end of the day. */
  readonly open: readonly { readonly days: readonly Day[]; readonly from: string; readonly to: string }[]
  /** Days on which nobody comes, as `2026-12-25`. */
  readonly closed?: readonly string[]
}

export type Day = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'

/** Twilio's SDK for it; only the one that is named is ever loaded. */
export type ChatSdk = 'chat' | 'conversations'

export type TokenReason = 'connect' | 'renew' | 'denied'
/** Answers with the JWT, or with `{token, channelSid}`. */
export type TokenSource = (request: {
  readonly reason: TokenReason
  readonly signal: AbortSignal
}) => Promise<string | { readonly token: string; readonly channelSid?: string }>

/** The options with every default filled in; null = the host left it out and there is no default. */
export interface ResolvedOptions {
  readonly tokenUrl: string | TokenSource
  readonly tokenRequest: {
    readonly method: 'POST' | 'GET'
    readonly headers: Readonly<Record<string, string>>
    readonly credentials: RequestCredentials
  }
  readonly startUrl: string | null
  readonly endUrl: string | null
  readonly service: ChatSdk
  readonly serviceUrl: string | null
  readonly channelCreators: readonly string[]
  readonly theme: 'auto' | 'light' | 'dark' | 'inherit'
  readonly accent: string | null
  readonly position: 'start' | 'end'
  readonly offset: string | null
  readonly slots: Slots | null
  readonly open: boolean
  readonly title: string | null
  readonly locale: string | null
  readonly strings: Strings
  readonly preChat: readonly PreChatField[]
  readonly rateUrl: string | null
  readonly rating: 'stars' | 'thumbs' | 'scale'
  readonly hours: Hours | null
  readonly away: boolean | 'auto'
  readonly leaveUrl: string | null
  readonly sound: boolean
  readonly titleNotice: boolean
  readonly notifications: boolean
  readonly greeting: NonNullable<ParlourOptions['greeting']> | null
  readonly sendKey: 'enter' | 'mod-enter'
  readonly maxLength: number | null
  readonly replies: boolean
  readonly reactions: boolean
  readonly deleted: 'marked' | 'hidden'
  readonly mediaHosts: readonly string[]
  readonly attachments: false | AttachmentOptions
  readonly voice: boolean
  readonly hooks: Hooks | null
}

export type OptionName = keyof ParlourOptions

/** One option: how it is written and checked. What it is for stands in `option-docs.ts`, which no browser has to load. */
export interface OptionRow {
  readonly name: OptionName
  /** As an attribute of `<parlour-chat>`, and with `data-` before it on the script tag; null = only in code. */
  readonly attribute: string | null
  /** What is expected, in words; in the README and in the TypeError. */
  readonly expects: string
  readonly check: (value: unknown) => boolean
  /** Where the host left it out. */
  readonly fallback: unknown
  /** `setOptions` may change it while the widget lives. */
  readonly live: boolean
  /** From an attribute's text. */
  readonly parse: (text: string) => unknown
}

export const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

function option(name: OptionName, expects: string, check: OptionRow['check'], rest: Partial<OptionRow> = {}): OptionRow {
  return { name, attribute: kebab(name), expects, check, fallback: null, live: false, parse: (text) => text, ...rest }
}

const isAmount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0
const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''
const isFunction = (value: unknown): boolean => typeof value === 'function'
const isOneOf = (words: readonly unknown[]) => (value: unknown) => words.includes(value)
function succeeds(work: () => unknown): boolean {
  try {
    return !!work()
  } catch {
    return false
  }
}
/** Only an address without a scheme of its own takes the scheme of the `base`. */
const isUrl = (protocols: RegExp, base?: string) => (value: unknown) =>
  isText(value) && succeeds(() => protocols.test(new URL(value, base).protocol))
const isHttpUrl = isUrl(/^https?:$/, 'http://relative.invalid')
const functions = 'an object of functions: '
const address = 'an http(s) or relative URL'

/** Each value that is there passes its check, and there is no other. */
const isShaped =
  (checks: Readonly<Record<string, (value: unknown) => boolean>>, others?: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(value).every(([key, part]) => part === undefined || (checks[key] ?? others)?.(part))

const toBoolean = (text: string): unknown => (/^(true|open|away|)$/.test(text) ? true : text === 'false' ? false : text)
const toList = (text: string): unknown =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
const fromJson = (text: string): unknown => attempt(() => JSON.parse(text)) ?? text

const url = (name: OptionName): OptionRow => option(name, address, isHttpUrl)

/** One of a few words; the first is the default. */
const choice = (name: OptionName, words: readonly string[], rest: Partial<OptionRow> = {}): OptionRow =>
  option(name, words.map((word) => `"${word}"`).join(' or '), isOneOf(words), { fallback: words[0], live: true, ...rest })

const flag = (name: OptionName, fallback: boolean): OptionRow =>
  option(name, 'true or false', isOneOf([true, false]), { fallback, live: true, parse: toBoolean })

const isWording = (value: unknown): boolean => typeof value === 'string' || isShaped({}, (form) => typeof form === 'string')(value)

/** Every option, in the order of the README's table. */
export const optionRows: readonly OptionRow[] = [
  option('tokenUrl', `${address}, or in code a function that answers with a token`, (value) => isFunction(value) || isHttpUrl(value)),
  option(
    'tokenRequest',
    'an object with method (POST or GET), headers and credentials',
    isShaped({
      method: isOneOf(['POST', 'GET']),
      credentials: isOneOf(['omit', 'same-origin', 'include']),
      headers: isShaped({}, (header) => typeof header === 'string'),
    }),
    { attribute: null, fallback: {} },
  ),
  url('startUrl'),
  url('endUrl'),
  choice('service', ['chat', 'conversations'], { live: false }),
  option('serviceUrl', 'a ws:// or wss:// URL', isUrl(/^wss?:$/)),
  option(
    'channelCreators',
    'a list of Identities; as an attribute separated by commas',
    (value) => Array.isArray(value) && value.length <= 100 && value.every(isText),
    {
      fallback: [],
      parse: toList,
    },
  ),
  choice('theme', ['auto', 'light', 'dark', 'inherit']),
  // On a server nobody knows colours; there it is looked at in the browser.
  option('accent', 'a colour of CSS', (value) => isText(value) && (typeof CSS === 'undefined' || CSS.supports('color', value)), {
    live: true,
  }),
  choice('position', ['end', 'start']),
  option(
    'offset',
    'one or two lengths of CSS, and after a / those for a phone',
    (value) => isText(value) && /^(\s*-?[\d.]+([a-z]+|%)){1,2}(\s*\/(\s*-?[\d.]+([a-z]+|%)){1,2})?\s*$/.test(value),
    { live: true },
  ),
  option('slots', `${functions}${slotNames.join(', ')}`, isShaped(Object.fromEntries(slotNames.map((name) => [name, isFunction]))), {
    attribute: null,
    live: true,
  }),
  flag('open', false),
  option('title', 'a text of at most 80 characters', (value) => isText(value) && value.length <= 80, { live: true }),
  option('locale', 'a BCP 47 language tag', (value) => isText(value) && succeeds(() => new Intl.Locale(value)), {
    live: true,
  }),
  option('strings', 'an object of texts by key, or of their plural forms', isShaped({}, isWording), {
    attribute: null,
    fallback: {},
    live: true,
  }),
  // What is in the lists is read where it is shown.
  option('preChat', 'a list of questions; as an attribute in JSON', Array.isArray, { fallback: [], live: true, parse: fromJson }),
  url('rateUrl'),
  choice('rating', ['stars', 'thumbs', 'scale']),
  option(
    'hours',
    'an object with timeZone, open and closed; as an attribute in JSON',
    isShaped({ timeZone: isText, open: Array.isArray, closed: Array.isArray }),
    { live: true, parse: fromJson },
  ),
  option('away', 'true, false or "auto"', isOneOf([true, false, 'auto']), { fallback: 'auto', live: true, parse: toBoolean }),
  url('leaveUrl'),
  flag('sound', true),
  flag('titleNotice', false),
  flag('notifications', true),
  option(
    'greeting',
    'a text, an object with text and rules, or a list of them; as an attribute in JSON',
    (value) => !!value && /^[os]/.test(typeof value),
    {
      live: true,
      parse: fromJson,
    },
  ),
  choice('sendKey', ['enter', 'mod-enter']),
  option('maxLength', 'a whole number above 0', (value) => Number.isInteger(value) && Number(value) > 0, { live: true, parse: Number }),
  flag('replies', false),
  flag('reactions', false),
  choice('deleted', ['marked', 'hidden']),
  option(
    'mediaHosts',
    'a list of origins; as an attribute separated by commas',
    (value) => Array.isArray(value) && value.every(isUrl(/^https?:$/)),
    {
      fallback: [],
      live: true,
      parse: toList,
    },
  ),
  option(
    'attachments',
    'false, or an object with accept, maxSize, maxFiles and maxPixels; as an attribute in JSON',
    (value) =>
      value === false ||
      isShaped({ accept: (part) => typeof part === 'string', maxSize: isAmount, maxFiles: isAmount, maxPixels: isAmount })(value),
    { fallback: {}, live: true, parse: fromJson },
  ),
  flag('voice', true),
  option('hooks', `${functions}file, translate`, isShaped({ file: isFunction, translate: isFunction }), {
    attribute: null,
    live: true,
  }),
]
