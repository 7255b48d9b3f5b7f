import type { Domain } from '../../domain/domain.ts'
import type { Route } from '../route.ts'
import { configurationRoutes } from './configuration.ts'
import { conversationRoutes } from './conversations.ts'
import { inConversationsWords } from './errors.ts'
import { messageRoutes } from './messages.ts'
import { type Open, openDefault, openNamed } from './open.ts'
import { participantConversationRoutes } from './participant-conversations.ts'
import { participantRoutes } from './participants.ts'
import { receiptRoutes } from './receipts.ts'
import { roleRoutes } from './roles.ts'
import { serviceRoutes } from './services.ts'
import { userConversationRoutes, userRoutes } from './users.ts'
import { webhookRoutes } from './webhooks.ts'
import { conversationWithParticipantsRoutes } from './with-participants.ts'

/** The public REST API of Conversations v1: most of it twice, for a Service instance that is named and for the default one. */
export function conversationsRoutes(domain: Domain, publicUrl: string): Route[] {
  const named = openNamed(domain, publicUrl)
  return [
    ...configurationRoutes(domain, publicUrl),
    ...serviceRoutes(domain, named, publicUrl),
    ...below('/v1/Services/:service', named),
    ...below('/v1', openDefault(domain, publicUrl)),
  ].map(inConversationsWords)
}

const below = (prefix: string, open: Open): Route[] =>
  [
    roleRoutes,
    userRoutes,
    userConversationRoutes,
    conversationRoutes,
    participantRoutes,
    messageRoutes,
    receiptRoutes,
    webhookRoutes,
    participantConversationRoutes,
    conversationWithParticipantsRoutes,
  ]
    .flatMap((routes) => routes(open))
    .map((route) => ({ ...route, path: prefix + route.path }))
