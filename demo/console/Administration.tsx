import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { admin, type ChannelRow, type MessageRow, type Removal, type Rows, type UserRow } from './admin-client.ts'
import './administration.css'
import { Confirmation } from './Confirmation.tsx'
import { Things } from './Things.tsx'

const none = { count: 0, rows: [] }

/** What the administrator is about to take away, in words. */
interface Doomed {
  readonly what: Removal
  readonly name: string
  readonly consequence: string
}

export function Administration(): JSX.Element {
  const users = useSignal<Rows<UserRow>>(none)
  const channels = useSignal<Rows<ChannelRow>>(none)
  const messages = useSignal<Rows<MessageRow>>(none)
  const push = useSignal('…')
  const opened = useSignal<ChannelRow | null>(null)
  const doomed = useSignal<Doomed | null>(null)
  const problem = useSignal<string | null>(null)
  const news = useSignal('')

  async function refresh(): Promise<void> {
    try {
      const [allUsers, allChannels, pushAnswer] = await Promise.all([admin.users(), admin.channels(), admin.push()])
      users.value = allUsers
      channels.value = allChannels
      push.value = pushAnswer.push
      opened.value = allChannels.rows.find(({ sid }) => sid === opened.peek()?.sid) ?? null
      messages.value = opened.value ? await admin.messages(opened.value.sid) : none
      problem.value = null
    } catch (error) {
      problem.value = error instanceof Error ? error.message : 'Something unexpected happened.'
    }
  }
  useEffect(() => void refresh(), [])

  async function remove({ what, name }: Doomed): Promise<void> {
    doomed.value = null
    try {
      await admin.remove(what)
      news.value = `Removed ${name}.`
    } catch (error) {
      problem.value = error instanceof Error ? error.message : 'Something unexpected happened.'
      return
    }
    await refresh()
  }

  async function open(channel: ChannelRow | null): Promise<void> {
    opened.value = channel
    messages.value = none
    await refresh()
  }

  const { value: channel } = opened
  return (
    <>
      <div class="heading">
        <p class="facts">Push: {push.value}</p>
        <button type="button" class="quiet" onClick={() => void refresh()}>
          Refresh
        </button>
      </div>
      {problem.value !== null && (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      )}
      <p class="hidden" role="status" aria-label="News">
        {news.value}
      </p>
      <Things
        label="Users"
        rows={users.value}
        about={({ identity, friendlyName, isOnline, joinedChannelsCount }) => ({
          name: friendlyName ?? identity,
          details: told([identity, presence(isOnline), counted(joinedChannelsCount, 'channel', 'in ')]),
        })}
        onRemove={({ sid, identity, friendlyName }) => {
          const name = `the user ${friendlyName ?? identity}`
          doomed.value = { what: { kind: 'user', sid }, name, consequence: 'It leaves all of its channels. Its messages stay.' }
        }}
      />
      <Things
        label="Channels"
        rows={channels.value}
        about={({ sid, friendlyName, status, membersCount, messagesCount, createdBy }) => ({
          name: friendlyName ?? sid,
          details: told([
            status ?? 'no status',
            counted(membersCount, 'member'),
            counted(messagesCount, 'message'),
            createdBy && `made by ${createdBy}`,
          ]),
        })}
        current={channel?.sid}
        onOpen={(row) => void open(row.sid === channel?.sid ? null : row)}
        openLabel="Messages"
        onRemove={({ sid, friendlyName }) => {
          const name = `the channel ${friendlyName ?? sid}`
          doomed.value = { what: { kind: 'channel', sid }, name, consequence: 'Its messages go with it, at once and without an archive.' }
        }}
      />
      {channel && (
        <Things
          label="Messages"
          title={`Messages in ${channel.friendlyName ?? channel.sid}`}
          rows={messages.value}
          about={({ index, from, body }) => ({ name: body || 'A file', details: `${from} · index ${index}` })}
          onRemove={({ sid, index }) => {
            const what: Removal = { kind: 'message', channelSid: channel.sid, sid }
            doomed.value = { what, name: `message ${index}`, consequence: 'Everybody in the channel sees it disappear.' }
          }}
        />
      )}
      {doomed.value && (
        <Confirmation
          title={`Remove ${doomed.value.name}?`}
          text={`${doomed.value.consequence} This cannot be undone.`}
          onConfirm={() => doomed.value && void remove(doomed.value)}
          onCancel={() => (doomed.value = null)}
        />
      )}
    </>
  )
}

/** The service does not tell all of it: null. */
const told = (facts: readonly (string | null)[]): string => facts.filter((fact) => fact !== null).join(' · ')

const presence = (isOnline: boolean | null): string | null => (isOnline === null ? null : isOnline ? 'online' : 'offline')

const counted = (count: number | null, noun: string, before = ''): string | null =>
  count === null ? null : `${before}${count} ${noun}${count === 1 ? '' : 's'}`
