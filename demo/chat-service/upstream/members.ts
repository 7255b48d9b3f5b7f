import type { NewBinding } from '../domain/bindings.ts'
import { invalid, notFound } from '../domain/errors.ts'
import { created, deleted, ok, updated } from './answer.ts'
import type { Route } from './context.ts'
import { own, requiredText, text } from './fields.ts'
import type { UpstreamRequest } from './request.ts'
import { inviteView, memberView } from './views.ts'

type Body = UpstreamRequest['body']

/** Of somebody who is no User (protocol 17): `addNonChatParticipant` of @twilio/conversations. */
function messagingBinding(body: Body): NewBinding | undefined {
  const binding = own(body, 'messaging_binding')
  if (binding === undefined || binding === null) return undefined
  if (typeof binding !== 'object' || Array.isArray(binding)) throw invalid('messaging_binding must be an object')
  const fields = binding as Body
  const level = text(fields, 'level')
  if (level !== undefined && level !== 'to' && level !== 'cc') throw invalid('level must be to or cc')
  return {
    address: text(fields, 'address'),
    proxyAddress: text(fields, 'proxy_address'),
    projectedAddress: text(fields, 'projected_address'),
    name: text(fields, 'name'),
    level,
  }
}

/** Joining is adding oneself; leaving is removing oneself; declining is removing one's own Invite. */
export const memberRoutes: readonly Route[] = [
  {
    method: 'POST',
    pattern: 'chat/Conversations/:channel/Participants',
    handle: ({ instance, actor, segment, request: { body }, links }) => {
      const member = instance.members.create(actor, segment('channel'), {
        identity: text(body, 'identity'),
        messagingBinding: messagingBinding(body),
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
