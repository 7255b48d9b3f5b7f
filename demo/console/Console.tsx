import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Administration } from './Administration.tsx'
import { ConversationList } from './ConversationList.tsx'
import { ConversationView } from './ConversationView.tsx'
import type { Desk } from './desk.ts'
import { unreadOf } from './conversation.ts'
import { Tabs } from './Tabs.tsx'

type Tab = 'desk' | 'administration'

export function Console({ desk }: { desk: Desk }): JSX.Element {
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
            <ConversationList desk={desk} />
            <ConversationView desk={desk} />
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
