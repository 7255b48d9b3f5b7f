/** The 24 kinds of trouble, as rows of the matrix, with how each is played. */
export const faults = {
  rst: 'The connection is reset, on both sides, in the middle of a frame.',
  fin: 'The connection is ended in good order, without a word of the service.',
  'half-open-both': 'The connection stays open and nothing gets through any more, in either direction.',
  'half-open-in': 'Nothing of the service reaches the client any more; what the client says arrives.',
  'half-open-out': 'Nothing of the client reaches the service any more; what the service says arrives.',
  latency: 'Each chunk is late by 0–8 s, in both directions.',
  trickle: '2 KB/s, in both directions.',
  'events-before-reply': 'The reply is held until events of what was asked for, and of others, have come.',
  duplicates: 'Everything that the service says is delivered twice.',
  close: 'The service sends a close packet: 308, 406, 410, 417 or one unknown to the client.',
  init: 'The service refuses the client at the door: 401, 401 with code 20104, 403, 429 with a backoff policy, 500; or it is silent.',
  request: 'The service refuses a request: 404, 409, 429, 500, 503; or it never answers.',
  malformed: 'The service says what is no packet: another magic, broken JSON, a wrong length, text, a broken WebSocket frame.',
  connect: 'The next connections hang, are refused, or a captive portal answers 200 with a page of its own.',
  token:
    'The token ends, and the endpoint answers 401, 500, HTML, nothing, an expired token, that of another, the same again, or one without grant.',
  'on-off-line': 'The device says offline and online: truly, or while the network works, or only online while it does not.',
  sleep: 'The device sleeps for a minute, an hour or three days; the network drops it meanwhile.',
  freeze: 'The page is frozen and resumed; what it held open is dead by then.',
  bfcache: 'The page goes into the cache of the browser and comes back; its sockets are closed.',
  'tab-kill': 'The tab dies without a word and is opened again.',
  'second-tab': 'The visitor opens a second tab, writes in it, and closes one of the two.',
  storage: 'IndexedDB is barred, full, or broken.',
  'service-kill': 'The service is killed by signal 9, and started again on the same folder.',
  clock: 'The clock of the device is a day ahead or behind, or is set in mid-session.',
} as const

/** The 16 moments at which it strikes, as columns. */
export const moments = {
  'before-open': 'before the client dials',
  upgrade: 'while the WebSocket is asked for',
  'init-sent': 'as the client introduces itself',
  'init-reply': 'as the service lets it in',
  'config-fetch': 'while the SDK asks for its configuration',
  subscribe: 'while it asks for events',
  replay: 'while missed events are replayed',
  idle: 'while nothing happens',
  'send-before-write': 'while a Message is on its way to the service',
  'send-before-commit': 'when the service has the Message and has not stored it',
  'send-before-reply': 'when it has stored it and has not answered',
  'update-token': 'while a new token is handed over',
  'history-page': 'while older Messages are read',
  upload: 'while a file is uploaded',
  'typing-or-read': 'while the others are told that the visitor types, or has read',
  shutdown: 'while the visitor leaves: by logging out as one and coming back as another, or by leaving the page',
} as const

export type Fault = keyof typeof faults
export type Moment = keyof typeof moments

/** A cell is run at a level of the harness, or cannot occur, and this is why. */
export type Cell = { readonly fault: Fault; readonly moment: Moment } & (
  | { readonly level: 0 | 1 | 2; readonly cannotOccur?: never }
  | { readonly level?: never; readonly cannotOccur: string }
)

const notOpen = 'Nothing is open yet that could break; an attempt to connect that fails is the fault "connect".'
const noEvents = 'The service sends events only to who has asked for them, and nobody has before this.'
const noPackets = 'Packets travel in a WebSocket that is open, and none is.'
const noRequests = 'The client makes no request before the service has let it in.'

const impossible: Partial<Record<Fault, Partial<Record<Moment, string>>>> = {
  rst: { 'before-open': notOpen },
  fin: { 'before-open': notOpen },
  'half-open-both': { 'before-open': notOpen },
  'half-open-in': { 'before-open': notOpen },
  'half-open-out': { 'before-open': notOpen },
  'events-before-reply': {
    'before-open': noEvents,
    upgrade: noEvents,
    'init-sent': noEvents,
    'init-reply': noEvents,
    'config-fetch': noEvents,
    replay: 'The replay itself is events; the reply to what asked for them has come before it.',
    idle: 'Nothing was asked, so there is no reply that an event could overtake.',
    'send-before-write': 'The service has not heard of the Message, so there is neither reply nor event.',
  },
  duplicates: { 'before-open': noPackets, upgrade: noPackets },
  close: { 'before-open': noPackets, upgrade: noPackets },
  request: { 'before-open': noRequests, upgrade: noRequests, 'init-sent': noRequests, 'init-reply': noRequests },
  malformed: { 'before-open': 'Nothing can come in before something is open.' },
}

const cellOf = (fault: Fault, moment: Moment): Cell => {
  const cannotOccur = impossible[fault]?.[moment]
  return cannotOccur === undefined ? { fault, moment, level: 1 } : { fault, moment, cannotOccur }
}

/** 24 × 16 = 384, row by row. */
export const matrix: readonly Cell[] = (Object.keys(faults) as Fault[]).flatMap((fault) =>
  (Object.keys(moments) as Moment[]).map((moment) => cellOf(fault, moment)),
)
