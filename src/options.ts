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
  /** `auto` (default) follows the visitor's system. */
  readonly theme?: 'auto' | 'light' | 'dark'
  /** Corner of the window. Default `end`. */
  readonly position?: 'start' | 'end'
  /** Open at once. Default false. */
  readonly open?: boolean
  /** Heading of the panel. Default "Chat". */
  readonly title?: string
  /** BCP 47. Default: the page's `lang`, then the browser's. */
  readonly locale?: string
  /** Texts of your own by key, instead of ours: see the list of texts. `{values}` as in the original; one form for each plural category. */
  readonly strings?: Strings
}

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
  readonly theme: 'auto' | 'light' | 'dark'
  readonly position: 'start' | 'end'
  readonly open: boolean
  readonly title: string | null
  readonly locale: string | null
  readonly strings: Strings
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

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''
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
const address = 'an http(s) or relative URL'

/** Each value that is there passes its check, and there is no other. */
const isShaped =
  (checks: Readonly<Record<string, (value: unknown) => boolean>>, others?: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(value).every(([key, part]) => part === undefined || (checks[key] ?? others)?.(part))

const isWording = (value: unknown): boolean => typeof value === 'string' || isShaped({}, (form) => typeof form === 'string')(value)

/** Every option, in the order of the README's table. */
export const optionRows: readonly OptionRow[] = [
  option(
    'tokenUrl',
    `${address}, or in code a function that answers with a token`,
    (value) => typeof value === 'function' || isHttpUrl(value),
  ),
  option(
    'tokenRequest',
    'an object with method (POST or GET), headers (texts by name) and credentials (as for fetch)',
    isShaped({
      method: isOneOf(['POST', 'GET']),
      credentials: isOneOf(['omit', 'same-origin', 'include']),
      headers: isShaped({}, (header) => typeof header === 'string'),
    }),
    { attribute: null, fallback: {} },
  ),
  option('startUrl', address, isHttpUrl),
  option('endUrl', address, isHttpUrl),
  option('service', '"chat" or "conversations"', isOneOf(['chat', 'conversations']), { fallback: 'chat' }),
  option('serviceUrl', 'a ws:// or wss:// URL', isUrl(/^wss?:$/)),
  option(
    'channelCreators',
    'a list of Identities; as an attribute separated by commas',
    (value) => Array.isArray(value) && value.length <= 100 && value.every(isText),
    {
      fallback: [],
      parse: (text) =>
        text
          .split(',')
          .map((identity) => identity.trim())
          .filter(Boolean),
    },
  ),
  option('theme', '"auto", "light" or "dark"', isOneOf(['auto', 'light', 'dark']), { fallback: 'auto', live: true }),
  option('position', '"start" or "end"', isOneOf(['start', 'end']), { fallback: 'end', live: true }),
  option('open', 'true or false', isOneOf([true, false]), {
    fallback: false,
    live: true,
    parse: (text) => (/^(true|open|)$/.test(text) ? true : text === 'false' ? false : text),
  }),
  option('title', 'a text of at most 80 characters', (value) => isText(value) && value.length <= 80, { live: true }),
  option('locale', 'a BCP 47 language tag such as "en" or "pt-BR"', (value) => isText(value) && succeeds(() => new Intl.Locale(value)), {
    live: true,
  }),
  option('strings', 'an object of texts by key, each a text or an object of its plural forms', isShaped({}, isWording), {
    attribute: null,
    fallback: {},
    live: true,
  }),
]
