import type { Instance } from './domain.ts'
import { allow, conversationFor } from './permissions.ts'
import type { Scope } from './scope.ts'
import { forbidden } from './errors.ts'

/** Typing is heard by the other Members, and only a Member that may send is typing. Nothing of it is kept. */
export function createTyping(scope: Scope): Instance['typing'] {
  return {
    start(actor, channelSid) {
      if (actor.kind === 'system') throw forbidden()
      const { channel } = conversationFor(scope, actor, channelSid)
      allow(scope, actor, 'sendMessage', channel.sid)
      const others = scope.database.all<{ identity: string }>(
        'SELECT identity FROM members WHERE serviceSid = ? AND channelSid = ? AND identity <> ? ORDER BY seq',
        [scope.serviceSid, channel.sid, actor.identity],
      )
      return {
        channelSid: channel.sid,
        identity: actor.identity,
        audience: others.map(({ identity }) => identity),
        timeoutS: scope.service().typingIndicatorTimeout,
      }
    },
  }
}
