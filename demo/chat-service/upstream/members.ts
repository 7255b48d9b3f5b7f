import { notFound } from '../domain/errors.ts'
import { created, deleted, ok, updated } from './answer.ts'
import type { Route } from './context.ts'
import { requiredText, text } from './fields.ts'
import { inviteView, memberView } from './views.ts'

/** Joining is adding oneself; leaving is removing oneself; declining is removing one's own Invite. */
export const memberRoutes: readonly Route[] = [
  {
    method: 'POST',
    pattern: 'chat/Conversations/:channel/Participants',
    handle: ({ instance, actor, segment, request: { body }, links }) => {
      const member = instance.members.create(actor, segment('channel'), {
        identity: requiredText(body, 'identity'),
        roleSid: text(body, 'role_sid'),
        attributes: text(body, 'attributes'),
      })
      return created(memberView(member), links.member(member.channelSid, member.sid))
    },
  },
  {
    method: 'GET',
    pattern: 'chat/Conversations/:channel/Participants/:member',
    handle: ({ instance, actor, segment }) => ok(memberView(instance.members.fetch(actor, segment('channel'), segment('member')))),
  },
  {
    method: 'POST',
    pattern: 'chat/Conversations/:channel/Participants/:member',
    handle: ({ instance, actor, segment, request: { body }, links }) => {
      const member = instance.members.update(actor, segment('channel'), segment('member'), {
        attributes: text(body, 'attributes'),
        roleSid: text(body, 'role_sid'),
      })
      return updated(memberView(member), links.member(member.channelSid, member.sid))
    },
  },
  {
    method: 'DELETE',
    pattern: 'chat/Conversations/:channel/Participants/:member',
    handle: ({ instance, actor, segment }) => {
      instance.members.remove(actor, segment('channel'), segment('member'))
      return deleted
    },
  },
  {
    method: 'POST',
    pattern: 'chat/Conversations/:channel/Invites',
    handle: ({ instance, actor, segment, request: { body }, links }) => {
      const invite = instance.invites.create(actor, segment('channel'), {
        identity: requiredText(body, 'identity'),
        roleSid: text(body, 'role_sid'),
      })
      return created(inviteView(invite), links.invite(invite.channelSid, invite.sid))
    },
  },
  {
    method: 'GET',
    pattern: 'chat/Conversations/:channel/Invites/:invite',
    handle: ({ instance, actor, identity, segment }) => {
      const channel = instance.channels.fetch(actor, segment('channel'))
      const invite = instance.invites.fetch(channel.sid, segment('invite'))
      if (invite.identity !== identity && invite.createdBy !== identity) throw notFound('Invite')
      return ok(inviteView(invite))
    },
  },
  {
    method: 'DELETE',
    pattern: 'chat/Conversations/:channel/Invites/:invite',
    handle: ({ instance, actor, segment }) => {
      instance.invites.remove(actor, segment('channel'), segment('invite'))
      return deleted
    },
  },
]
