import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Composer } from './Composer.tsx'
import { nameOf, type Conversation } from './conversation.ts'
import type { Desk } from './desk.ts'
import type { FrontDesk } from './front-desk.ts'
import { HandOver } from './HandOver.tsx'
import { MessageLog } from './MessageLog.tsx'

/** The conversation that is open, or why there is none. */
export function ConversationView({ desk, front }: { desk: Desk; front: FrontDesk }): JSX.Element {
  const conversation = desk.selected.value
  if (conversation) return <Open key={conversation.sid} desk={desk} front={front} conversation={conversation} />
  const { value: ended } = desk.ended
  return (
    <section class={ended === null ? 'view nothing wide' : 'view nothing'} aria-label="Conversation">
      <p role={ended === null ? undefined : 'status'}>{ended === null ? 'Choose a conversation to read it and to answer.' : ended}</p>
    </section>
  )
}

function Open({ desk, front, conversation }: { desk: Desk; front: FrontDesk; conversation: Conversation }): JSX.Element {
  const { sid, name, members, typing } = conversation
  const identity = desk.identity.value
  const ending = useSignal(false)
  const problem = useSignal<string | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const others = members.filter((member) => member.identity !== identity)
  const colleagues = front.state.value.staff.filter((colleague) => colleague.identity !== identity)

  // The reader's place moves with what they chose; on a phone the list is gone.
  useEffect(() => heading.current?.focus(), [])

  async function end(): Promise<void> {
    ending.value = true
    problem.value = null
    try {
      await desk.end(sid)
    } catch (error) {
      problem.value = error instanceof Error ? error.message : 'The conversation was not ended.'
      ending.value = false
    }
  }

  return (
    <section class="view" aria-label="Conversation">
      <header class="about">
        <button type="button" class="back" aria-label="Back to conversations" onClick={() => desk.select(null)}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="m15 5-7 7 7 7" />
          </svg>
        </button>
        <div>
          <h2 ref={heading} tabIndex={-1}>
            {name}
          </h2>
          <p class="members">
            {others.length === 0
              ? 'Nobody else is here'
              : others.map((member) => `${member.friendlyName}${member.online ? ' (online)' : ''}`).join(', ')}
          </p>
        </div>
        <button type="button" class="quiet" disabled={ending.value} onClick={() => void end()}>
          {ending.value ? 'Ending…' : 'End conversation'}
        </button>
      </header>
      {problem.value !== null && (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      )}
      {colleagues.length > 0 && <HandOver colleagues={colleagues} onHandOver={(to) => desk.handOver(sid, to)} />}
      <MessageLog desk={desk} conversation={conversation} />
      <p class="typing" role="status" aria-label="Typing">
        {typing.length > 0
          ? `${typing.map((who) => nameOf(conversation, who)).join(', ')} ${typing.length > 1 ? 'are' : 'is'} typing…`
          : ''}
      </p>
      <Composer
        draft={desk.drafts.get(sid) ?? ''}
        onDraft={(text) => desk.drafts.set(sid, text)}
        onTyped={() => desk.typed(sid)}
        onSend={(body, attributes) => void desk.send(sid, body, attributes)}
        onFiles={(files) => desk.sendFiles(sid, files)}
      />
    </section>
  )
}
