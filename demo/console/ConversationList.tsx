import type { JSX } from 'preact'
import { lastActivity, unreadOf, type Conversation } from './conversation.ts'
import type { Desk } from './desk.ts'
import { shortTime } from './time.ts'

export function ConversationList({ desk }: { desk: Desk }): JSX.Element {
  const conversations = desk.conversations.value
  const selected = desk.selected.value?.sid
  return (
    <nav class={selected ? 'list aside' : 'list'} aria-label="Open conversations">
      <ul aria-label="Conversations">
        {conversations.map((conversation) => (
          <li key={conversation.sid}>
            <Row
              conversation={conversation}
              identity={desk.identity.value}
              selected={conversation.sid === selected}
              onSelect={() => desk.select(conversation.sid)}
            />
          </li>
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

/** One button: the name is its name, all else its description. */
function Row({ conversation, identity, selected, onSelect }: RowProps): JSX.Element {
  const { sid, name, entries, typing } = conversation
  const unread = unreadOf(conversation, identity)
  const last = entries.at(-1)
  const preview = last ? `${last.author === identity ? 'You: ' : ''}${last.body || 'A file'}` : 'No messages yet'
  return (
    <button
      type="button"
      class="row"
      aria-current={selected ? 'true' : undefined}
      aria-labelledby={`name-${sid}`}
      aria-describedby={`about-${sid}`}
      onClick={onSelect}
    >
      <span class="line">
        <span class="name" id={`name-${sid}`}>
          {name}
        </span>
        <time dateTime={new Date(lastActivity(conversation)).toISOString()}>{shortTime(lastActivity(conversation))}</time>
      </span>
      <span class="line" id={`about-${sid}`}>
        <span class="preview">{typing.length > 0 ? 'is typing…' : preview}</span>
        {unread > 0 && (
          <span class="badge">
            {unread}
            <span class="hidden"> unread</span>
          </span>
        )}
      </span>
    </button>
  )
}
