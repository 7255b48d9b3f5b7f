import { replyWithPage } from '../paging.ts'
import type { Route } from '../route.ts'
import type { Open } from './open.ts'
import { presentParticipantConversation } from './present/participant-conversation.ts'

/** In which conversations a User, or somebody with an address, is. */
export const participantConversationRoutes = (open: Open): Route[] => [
  {
    path: '/ParticipantConversations',
    get(call) {
      const { instance, place } = open(call)
      const [identity, address] = [call.query.text('Identity') || undefined, call.query.text('Address') || undefined]
      return replyWithPage(
        call,
        'conversations',
        (query) => instance.members.memberships({ ...query, identity, address }),
        ({ channel, member }) => {
          const user = member.identity === null ? null : instance.users.fetch(member.identity)
          return presentParticipantConversation(place, user, channel, member)
        },
        ['Identity', 'Address'],
      )
    },
  },
]
