import { readFileSync } from 'node:fs'
import type { ChatErrorCode } from '../../src/chat/errors.ts'
import type { ParlourEvents } from '../../src/events.ts'
import { optionDocs } from '../../src/option-docs.ts'
import { optionRows } from '../../src/options.ts'

/** In words for hosts; the type makes this list complete. */
const errorDocs: Readonly<Record<ChatErrorCode, readonly [happened: string, whatToDo: string]>> = {
  'token-unreachable': ['The token endpoint did not answer', 'Look at the network, and at `tokenUrl`; tried again by itself'],
  'token-denied': ['It answered 401 or 403', 'Sign the visitor in, then open the chat again'],
  'token-unavailable': ['It answered 408, 429 or 5xx', 'Look at your back end’s log; tried again by itself'],
  'token-malformed': ['It answered with something that is no Access Token', 'Answer `{"token": "<JWT>"}`; the hint says what came'],
  'token-identity-changed': ['A renewal named another Identity', 'Call `logout()` before another visitor uses the page'],
  'token-service-changed': ['A renewal named another Service instance', 'Sign all tokens of a visitor for one Service instance'],
  'token-without-grant': ['The token has no Chat Grant', 'Add a `ChatGrant` with your `serviceSid`'],
  'token-too-short': ['The token lives for less than 60 seconds', 'Give it a `ttl` of 600 seconds'],
  'token-unchanged': ['The very same token came twice', 'Sign a new token for each request'],
  'start-failed': ['The start endpoint made no conversation', 'Look at your back end’s log, and at `startUrl`'],
  'end-failed': ['The end endpoint did not end it', 'Look at your back end’s log, and at `endUrl`'],
  'connection-denied': ['The chat service refused the token', 'Look at API key, secret, `serviceSid` and the server’s clock'],
  'connection-failed': ['The chat service could not be reached', 'Look at `connect-src` of your CSP; tried again by itself'],
  'channel-not-found': ['The Channel does not exist, or not for this visitor', 'Add the visitor as a Member before naming the sid'],
  'channel-not-trusted': [
    'Somebody who is no trusted creator pulled the visitor into a Channel; it is not shown',
    'Create Channels through REST, or name the creator in `channelCreators`',
  ],
  'load-failed': ['A file of the widget did not load', 'Serve the whole `dist` folder, with CORS when from another origin'],
  'message-invalid': ['The text is empty or above 32 KB', 'Shorten it; it stays in the composer'],
  'message-rejected': ['The service refused the Message', 'Look at the visitor’s Role: it needs `sendMessage`'],
  network: ['No answer, or the connection broke', 'Nothing: it is tried again, or offered to the visitor'],
  'rate-limited': ['The service asks to wait', 'Nothing: it is tried again'],
  'not-ready': ['There is no conversation to write in', 'Wait for the event `ready`'],
  'slot-failed': ['A function in `slots` threw, or gave no Node', 'Look at `cause`; our own part is shown meanwhile'],
  unknown: ['Something unexpected', 'Look at `cause`, and tell us'],
}

const eventDocs: Readonly<Record<keyof ParlourEvents, readonly [when: string, detail: string]>> = {
  ready: ['The visitor is in a conversation and can write', '`channelSid`'],
  message: [
    'A new Message came, the visitor’s own too; not those of the history',
    '`channelSid`, `sid`, `author`, `own`, `body`, `createdAt`',
  ],
  delivery: [
    'One of the visitor’s Messages is on its way',
    '`channelSid`, `id` (in its attributes as `parlourId`), `status` (`queued`, `sending`, `unknown`, `sent` or `failed`), `error`',
  ],
  unread: ['The number of unread Messages changed', '`count`'],
  open: ['The panel opened', ''],
  close: ['The panel closed', ''],
  error: ['Something failed; the visitor sees a sentence of its own', 'a `ChatError`'],
  ended: ['The conversation is over for this visitor', '`channelSid`, `reason` (`ended` or `removed`)'],
  state: ['Any of these changed', '`status`, `open`, `unread`'],
  'before:greet': ['A greeting is due', '`text`, `name`, and `cancel()`, which keeps it back for this page'],
  greet: ['A greeting is shown', '`text`, `name`'],
}

interface Budget {
  readonly name: string
  readonly limit: string
}

/** The tables of the README, by the name between their markers. */
export function readmeTables(): Readonly<Record<string, string>> {
  const budgets = JSON.parse(readFileSync('.size-limit.json', 'utf8')) as Budget[]
  const styles = readFileSync('src/ui/styles/tokens.css', 'utf8')
  return {
    options: table(
      ['option', 'expects', 'default', 'what it is for'],
      optionRows.map(({ name, expects }) => [`\`${name}\``, expects, optionDocs[name].fallback, optionDocs[name].doc]),
    ),
    events: table(
      ['event', 'when', 'detail'],
      Object.entries(eventDocs).map(([name, [when, detail]]) => [`\`${name}\``, when, detail]),
    ),
    errors: table(
      ['code', 'what happened', 'what to do'],
      Object.entries(errorDocs).map(([code, row]) => [`\`${code}\``, ...row]),
    ),
    theming: table(
      ['custom property', 'what it sets', 'default'],
      [...styles.matchAll(/^ \* {3}(--parlour-[\w-]+) +(\S.*?) {2,}(\S.*)$/gm)].map(([, name, sets, fallback]) => [
        `\`${name}\``,
        sets ?? '',
        fallback ?? '',
      ]),
    ),
    sizes: table(
      ['what is downloaded', 'at most'],
      budgets.map(({ name, limit }) => [name, `${Number.parseInt(limit, 10).toLocaleString('en')} bytes`]),
    ),
  }
}

/** `readme` with each table between its markers. @throws Error when a marker is missing */
export function withTables(readme: string): string {
  let text = readme
  for (const [name, rows] of Object.entries(readmeTables())) {
    const between = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`)
    if (!between.test(text)) throw new Error(`The README has no place for the table "${name}"`)
    text = text.replace(between, (_, open: string, close: string) => `${open}${rows}\n${close}`)
  }
  return text
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}
