// stream-chat-react's virtual list, fed through its own API, without a server. Bundled where it is installed, outside the project.
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { StreamChat } from 'stream-chat'
import { Channel, Chat, VirtualizedMessageList } from 'stream-chat-react'
import 'stream-chat-react/dist/css/index.css'
import { serve } from './in-page.ts'
import { isOwn, textOf, timeOf } from './texts.ts'

const frame = document.createElement('div')
frame.className = 'peer'
const users = { me: { id: 'me', name: 'Me' }, ann: { id: 'ann', name: 'Ann' } }
let channel
let client
let root
let messages

function toMessage(number, count) {
  const at = new Date(timeOf(number, count))
  return {
    id: `m${number}`,
    cid: 'messaging:room',
    type: 'regular',
    text: textOf(number),
    user: isOwn(number) ? users.me : users.ann,
    created_at: at,
    updated_at: at,
    attachments: [],
    latest_reactions: [],
    own_reactions: [],
    mentioned_users: [],
    reaction_counts: {},
    reaction_scores: {},
    status: 'received',
  }
}

serve({
  prepare(count) {
    client = new StreamChat('key', { allowServerSideConnect: true })
    client.user = client._user = users.me
    client.userID = 'me'
    client.userToken = 'token'
    client.wsPromise = Promise.resolve()
    client.axiosInstance.request = () => Promise.reject(new Error('no server'))
    for (const name of ['doAxiosRequest', 'get', 'post', 'put', 'delete']) client[name] = async () => ({})
    channel = client.channel('messaging', 'room', { name: 'Room', members: [] })
    channel.initialized = true
    channel.data = { ...channel.data, own_capabilities: ['read-events', 'send-message'] }
    channel.getConfig = () => ({ read_events: true, typing_events: false, reactions: true, replies: false, commands: [] })
    channel.state.members = { me: { user: users.me }, ann: { user: users.ann } }
    messages = Array.from({ length: count }, (_, number) => toMessage(number, count))
    document.body.append(frame)
    root = createRoot(frame)
    root.render(createElement(Chat, { client }))
  },
  draw() {
    // The one way in which its log gets what the service answers.
    channel.state.addMessagesSorted(messages, false, true, true, 'latest')
    const list = createElement(Channel, { channel, initializeOnMount: false }, createElement(VirtualizedMessageList))
    root.render(createElement(Chat, { client }, list))
  },
  box: () => frame.querySelector('[data-virtuoso-scroller]'),
  field: () => null,
  newest: () => [...frame.querySelectorAll('[data-item-index], [data-index]')].at(-1) ?? null,
})
