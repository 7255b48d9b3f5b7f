import { channelOf } from '../../store/session.ts'
import { hasEnded } from '../../store/trust.ts'
import { Icon } from '../icons.tsx'
import { view } from '../observe.ts'
import { backPath } from './icons.ts'
import { rare } from './rare.tsx'

export const Rooms = rare(() => import('../rooms/index.ts'), 'Rooms')

/** To the list of conversations, where there is another than the one on the screen. */
export const RoomsButton = view(({ chat, words, listing }) => () => {
  const shown = channelOf(chat.session.value)
  const others = chat.rooms.value.filter(({ channel }) => channel.sid !== shown)
  if (listing.value || others.length === 0) return null
  const { text } = words.value
  const unread = others.reduce((sum, { channel, unread: count }) => sum + (hasEnded(channel) ? 0 : count), 0)
  return (
    <span class="points to-rooms">
      <button
        type="button"
        class="round"
        aria-label={unread > 0 ? `${text('conversations')} (${text('unread', { count: unread })})` : text('conversations')}
        onClick={() => (listing.value = true)}
      >
        <Icon path={backPath} />
      </button>
      {unread > 0 && <i class="spot" />}
    </span>
  )
})
