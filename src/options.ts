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
}

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
  readonly serviceUrl: string | null
  readonly channelCreators: readonly string[]
  readonly theme: 'auto' | 'light' | 'dark'
  readonly position: 'start' | 'end'
  readonly open: boolean
  readonly title: string | null
  readonly locale: string | null
}

export type OptionName = keyof ParlourOptions

/** One option: how it is written and checked. What it is for stands in `option-docs.ts`, which no browser has to load. */
export interface OptionRow {
  readonly name: OptionName
  /** As an attribute of `<parlour-chat>`, and with `data-` before it on the script tag; null = only in code. */
  readonly attribute: string | null
  /** What is expected, in words; in the README and in the TypeError. */
  readonly expects: string
  /** `setOptions` may change it while the widget lives. */
  readonly live: boolean
  /** From an attribute's text; the text itself when left out. */
  readonly parse?: (text: string) => unknown
  readonly check: (value: unknown) => boolean
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== ''
const isOneOf =
  (...words: readonly string[]) =>
  (value: unknown): boolean =>
    typeof value === 'string' && words.includes(value)
const isUrl =
  (...protocols: readonly string[]) =>
  (value: unknown): boolean => {
    if (typeof value !== 'string' || value.trim() === '') return false
    try {
      // Only an address without a scheme of its own takes the scheme of the base.
      return protocols.includes(new URL(value, protocols.includes('http:') ? 'http://relative.invalid' : undefined).protocol)
    } catch {
      return false
    }
  }
const isHttpUrl = isUrl('http:', 'https:')
const isLocale = (value: unknown): boolean => {
  try {
    return isText(value) && Intl.getCanonicalLocales(value as string).length === 1
  } catch {
    return false
  }
}
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const isTokenRequest = (value: unknown): boolean =>
  isRecord(value) &&
  Object.keys(value).every((key) => ['method', 'headers', 'credentials'].includes(key)) &&
  (value['method'] === undefined || isOneOf('POST', 'GET')(value['method'])) &&
  (value['credentials'] === undefined || isOneOf('omit', 'same-origin', 'include')(value['credentials'])) &&
  (value['headers'] === undefined ||
    (isRecord(value['headers']) && Object.values(value['headers']).every((header) => typeof header === 'string')))

/** Every option, in the order of the README's table. */
export const optionRows: readonly OptionRow[] = [
  {
    name: 'tokenUrl',
    attribute: 'token-url',
    expects: 'an http(s) or relative URL, or in code a function that answers with a token',
    live: false,
    check: (value) => typeof value === 'function' || isHttpUrl(value),
  },
  {
    name: 'tokenRequest',
    attribute: null,
    expects: 'an object with method ("POST" or "GET"), headers (texts by name) and credentials ("omit", "same-origin" or "include")',
    live: false,
    check: isTokenRequest,
  },
  {
    name: 'startUrl',
    attribute: 'start-url',
    expects: 'an http(s) or relative URL',
    live: false,
    check: isHttpUrl,
  },
  {
    name: 'endUrl',
    attribute: 'end-url',
    expects: 'an http(s) or relative URL',
    live: false,
    check: isHttpUrl,
  },
  {
    name: 'serviceUrl',
    attribute: 'service-url',
    expects: 'a ws:// or wss:// URL',
    live: false,
    check: isUrl('ws:', 'wss:'),
  },
  {
    name: 'channelCreators',
    attribute: 'channel-creators',
    expects: 'a list of Identities; as an attribute separated by commas',
    live: false,
    parse: (text) =>
      text
        .split(',')
        .map((identity) => identity.trim())
        .filter(Boolean),
    check: (value) => Array.isArray(value) && value.length <= 100 && value.every(isText),
  },
  {
    name: 'theme',
    attribute: 'theme',
    expects: '"auto", "light" or "dark"',
    live: true,
    check: isOneOf('auto', 'light', 'dark'),
  },
  {
    name: 'position',
    attribute: 'position',
    expects: '"start" or "end"',
    live: true,
    check: isOneOf('start', 'end'),
  },
  {
    name: 'open',
    attribute: 'open',
    expects: 'true or false',
    live: true,
    parse: (text) => (text === '' || text === 'true' || text === 'open' ? true : text === 'false' ? false : text),
    check: (value) => typeof value === 'boolean',
  },
  {
    name: 'title',
    attribute: 'title',
    expects: 'a text of at most 80 characters',
    live: true,
    check: (value) => isText(value) && (value as string).length <= 80,
  },
  {
    name: 'locale',
    attribute: 'locale',
    expects: 'a BCP 47 language tag such as "en" or "pt-BR"',
    live: true,
    check: isLocale,
  },
]
