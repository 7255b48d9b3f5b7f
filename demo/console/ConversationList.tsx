import type { JSX } from 'preact'
import { lastActivity, unreadOf, type Conversation } from './conversation.ts'
import type { Desk } from './desk.ts'
import type { FrontDesk } from './front-desk.ts'
import { shortTime } from './time.ts'
import { WaitingLine } from './WaitingLine.tsx'

export function ConversationList({ desk, front }: { desk: Desk; front: FrontDesk }): JSX.Element {
  const conversations = desk.conversations.value
  const selected = desk.selected.value?.sid
  return (
    <nav class={selected ? 'list aside' : 'list'} aria-label="Open conversations">
      <WaitingLine front={front} onAccepted={(sid) => desk.select(sid)} />
      <ul aria-label="Conversations">
        {conversations.map((conversation) => (
          <Row
            key={conversation.sid}
            conversation={conversation}
            identity={desk.identity.value}
            selected={conversation.sid === selected}
            onSelect={() => desk.select(conversation.sid)}
          />
        ))}
      </ul>
      {conversations.length === 0 && (
        <p class="nothing">
          {desk.connection.value === 'connected' ? 'Nobody is waiting. A new conversation appears here by itself.' : 'Not connected yet.'}
        </p>
      )}
    </nav>
  )
}

interface RowProps {
  readonly conversation: Conversation
  readonly identity: string
  readonly selected: boolean
  onSelect(): void
}

/** The button bears the name only, and covers the row; all else, which changes by the second, is its description. */
function Row({ conversation, identity, selected, onSelect }: RowProps): JSX.Element {
  const { sid, name, entries, typing } = conversation
  const unread = unreadOf(conversation, identity)
  const last = entries.at(-1)
  const preview = last ? `${last.author === identity ? 'You: ' : ''}${last.body || 'A file'}` : 'No messages yet'
  return (
    <li class="row">
      <p class="line">
        <button type="button" aria-current={selected ? 'true' : undefined} aria-describedby={`about-${sid}`} onClick={onSelect}>
          {name}
        </button>
        <time dateTime={new Date(lastActivity(conversation)).toISOString()}>{shortTime(lastActivity(conversation))}</time>
      </p>
      <p class="line" id={`about-${sid}`}>
        <span class="preview">{typing.length > 0 ? 'is typing…' : preview}</span>
        {unread > 0 && (
          <span class="badge">
            {unread}
            <span class="hidden"> unread</span>
          </span>
        )}
      </p>
    </li>
  )
}
