import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Administration } from './Administration.tsx'
import { ConversationList } from './ConversationList.tsx'
import { ConversationView } from './ConversationView.tsx'
import type { Desk } from './desk.ts'
import { FeedbackList } from './FeedbackList.tsx'
import type { FrontDesk } from './front-desk.ts'
import { unreadOf } from './conversation.ts'
import { Tabs } from './Tabs.tsx'

type Tab = 'desk' | 'feedback' | 'administration'

export function Console({ desk, front }: { desk: Desk; front: FrontDesk }): JSX.Element {
  const tab = useSignal<Tab>('desk')
  const unread = desk.conversations.value.reduce((sum, each) => sum + unreadOf(each, desk.identity.value), 0)
  document.title = unread > 0 ? `(${unread}) Parlour console` : 'Parlour console'
  return (
    <>
      <header class="bar">
        <h1>Parlour console</h1>
        <Tabs
          label="Console"
          tabs={[
            { id: 'desk', label: 'Desk' },
            { id: 'feedback', label: 'Feedback' },
            { id: 'administration', label: 'Administration' },
          ]}
          selected={tab.value}
          onSelect={(id) => (tab.value = id)}
        />
        <Connection desk={desk} />
      </header>
      <main>
        {tab.value === 'desk' ? (
          <div class="desk" id="panel-desk" role="tabpanel" aria-labelledby="tab-desk">
            <ConversationList desk={desk} front={front} />
            <ConversationView desk={desk} front={front} />
          </div>
        ) : tab.value === 'feedback' ? (
          <div class="feedbacks" id="panel-feedback" role="tabpanel" aria-labelledby="tab-feedback">
            <FeedbackList front={front} />
          </div>
        ) : (
          <div class="administration" id="panel-administration" role="tabpanel" aria-labelledby="tab-administration">
            <Administration />
          </div>
        )}
      </main>
      <p class="hidden" role="status">
        {desk.heard.value}
      </p>
    </>
  )
}

function Connection({ desk }: { desk: Desk }): JSX.Element {
  const connected = desk.connection.value === 'connected'
  const text = connected ? 'Connected' : (desk.trouble.value ?? 'Connecting…')
  return (
    <p class={connected ? 'connection' : 'connection waiting'} role="status" aria-label="Connection">
      {text}
    </p>
  )
}
