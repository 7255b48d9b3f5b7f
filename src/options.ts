/**
 * What a host can set; the same names as `data-*` on the script tag (`data-token-url`) and as attributes of
 * `<parlour-chat>` (`token-url`).
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
