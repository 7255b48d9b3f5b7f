/** One fault at a click. */
export interface Fault {
  /** `POST /qa/<action>` */
  readonly action: string
  readonly label: string
  /** What the visitor should see. */
  readonly expect: string
}

export interface FaultGroup {
  readonly title: string
  readonly faults: readonly Fault[]
}

/** Everything that the QA panel can do to a visitor, in the order in which it shows it. */
export const catalogue = [
  {
    title: 'Access Token',
    faults: [
      {
        action: 'expire-token',
        label: 'Expire the token now',
        expect: 'At most a short “Reconnecting”, then all is as before. Nothing that was written is lost.',
      },
      {
        action: 'token-401',
        label: 'Token endpoint answers 401',
        expect: 'A sentence that the chat did not let them in, and “Try again”, which works. The log stays readable.',
      },
      {
        action: 'token-500',
        label: 'Token endpoint answers 500 twice',
        expect: '“Reconnecting” for a second or three, then all is as before, by itself.',
      },
      {
        action: 'token-html',
        label: 'Token endpoint answers HTML',
        expect: 'A sentence that the chat is not available now, and “Try again”, which works. The log stays readable.',
      },
      {
        action: 'token-identity',
        label: 'Token of another Identity',
        expect: 'A sentence that the chat did not let them in, and “Try again”, which works. Never another person’s conversation.',
      },
      {
        action: 'token-same',
        label: 'The same token again',
        expect: 'At most a short “Reconnecting”: the chat waits a second and asks once more.',
      },
    ],
  },
  {
    title: 'Socket',
    faults: [
      {
        action: 'socket-drop',
        label: 'Drop the socket',
        expect: 'At most a short “Reconnecting”. What arrived meanwhile is there afterwards.',
      },
      {
        action: 'socket-freeze',
        label: 'Freeze the socket',
        expect: 'Still open, but silent. After a message has had no answer for ten seconds or so, the chat connects anew and sends it.',
      },
      { action: 'socket-thaw', label: 'Thaw the socket', expect: 'What was held back arrives, each message once.' },
      { action: 'socket-slow', label: 'Slow the socket by 2 s', expect: 'Everything as ever, later. A message says “Sending…” meanwhile.' },
      { action: 'close-308', label: 'Close with 308', expect: 'At most a short “Reconnecting”, then all is as before.' },
      { action: 'close-410', label: 'Close with 410', expect: 'At most a short “Reconnecting”, then all is as before.' },
    ],
  },
  {
    title: 'Messages',
    faults: [
      {
        action: 'refuse-403',
        label: 'Refuse the next message with 403',
        expect: 'The message stays in the log, marked as not sent, with a retry, which works.',
      },
      {
        action: 'refuse-429',
        label: 'Refuse the next message with 429',
        expect: 'The message stays in the log and is sent a little later, or offers a retry, which works.',
      },
      {
        action: 'lose-answer',
        label: 'Lose the answer to the next message',
        expect: 'It is stored, but the chat does not hear so. It stands in the log once, there and at the agent’s.',
      },
    ],
  },
  {
    title: 'Channel',
    faults: [
      {
        action: 'remove-member',
        label: 'Remove the visitor',
        expect: 'The conversation becomes read-only at once, with a way to start anew.',
      },
      {
        action: 'delete-channel',
        label: 'Delete the channel',
        expect: 'The conversation becomes read-only at once, with a way to start anew.',
      },
      {
        action: 'second-channel',
        label: 'A second conversation',
        expect: 'An arrow appears in the header, with a spot. It leads to a list of both, the new one with one unread message.',
      },
      {
        action: 'foreign-channel',
        label: 'A channel made by another client',
        expect: 'Nothing at all: neither shown nor counted. The page hears the error channel-not-trusted.',
      },
    ],
  },
] as const satisfies readonly FaultGroup[]

/** Ends all faults and takes away what they made. */
export const reset: Fault = { action: 'reset', label: 'End all faults', expect: 'All is as before.' }

export type FaultAction = (typeof catalogue)[number]['faults'][number]['action'] | 'reset'
