import type { Channel, Client, Message } from 'twilio-chat'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'
import { connect, system } from './sdk.ts'

/** A visitor with a stolen token, in the raw SDK, in a house where the back end set the Roles of the demo. */
export interface ForgedWorld {
  readonly service: RunningChatService
  readonly visitor: string
  /** The visitor's own conversation with the agent. */
  readonly own: { readonly sid: string; readonly agentMessage: string; readonly agentMember: string; readonly visitorMember: string }
  /** Another visitor's. */
  readonly foreign: {
    readonly sid: string
    readonly uniqueName: string
    readonly message: string
    readonly member: string
    readonly media: string
    readonly listSid: string
    readonly rosterSid: string
  }
  readonly victim: { readonly identity: string; readonly userSid: string; readonly infoMap: string }
  readonly publicSid: string
  readonly otherService: { readonly sid: string; readonly channelSid: string }
  readonly adminRole: string
  readonly adminChannelRole: string
}

/** As the demo's back end makes them, plus one invitation that is another's. */
export async function createForgedWorld(): Promise<ForgedWorld> {
  // No presence comes or goes between two looks at the world.
  const service = await startChatService({ presenceGraceMs: 3_600_000 })
  const { instance } = service
  takeVisitorRoles(service)
  const visitor = 'visitor-one'
  const victim = 'visitor-two'

  const ownSid = instance.channels.create(system, { type: 'private', friendlyName: 'Own' }).sid
  const visitorMember = instance.members.create(system, ownSid, { identity: visitor }).sid
  const agentMember = instance.members.create(system, ownSid, { identity: 'agent' }).sid
  const agentMessage = instance.messages.create(system, ownSid, { from: 'agent', body: 'How can I help?' }).sid

  const uniqueName = 'the-other-one'
  const foreignSid = instance.channels.create(system, { type: 'private', friendlyName: 'Foreign', uniqueName }).sid
  const member = instance.members.create(system, foreignSid, { identity: victim }).sid
  instance.members.create(system, foreignSid, { identity: 'agent' })
  const media = instance.media.create({
    sid: `ME${'1'.repeat(32)}`,
    author: victim,
    filename: 'id.png',
    contentType: 'image/png',
    size: 3,
  }).sid
  instance.messages.create({ kind: 'user', identity: victim }, foreignSid, { mediaSids: [media] })
  const message = instance.messages.create({ kind: 'user', identity: victim }, foreignSid, { body: 'my secret' }).sid
  instance.invites.create(system, foreignSid, { identity: 'visitor-three' })

  const publicSid = instance.channels.create(system, { type: 'public', friendlyName: 'Lobby' }).sid
  const other = service.domain.services.create({ friendlyName: 'Another website' })
  const channelSid = service.domain.instance(other.sid).channels.create(system, { type: 'public' }).sid
  const roles = instance.roles.list({ limit: 50 }).items
  const victimUser = instance.users.fetch(victim)

  return {
    service,
    visitor,
    own: { sid: ownSid, agentMessage, agentMember, visitorMember },
    foreign: {
      sid: foreignSid,
      uniqueName,
      message,
      member,
      media,
      listSid: instance.sync.open(victim, 'list', `${foreignSid}.messages`).sid,
      rosterSid: instance.sync.open(victim, 'map', `${foreignSid}.roster`).sid,
    },
    victim: { identity: victim, userSid: victimUser.sid, infoMap: victimUser.infoMap },
    publicSid,
    otherService: { sid: other.sid, channelSid },
    adminRole: roles.find(({ friendlyName }) => friendlyName === 'service admin')?.sid ?? '',
    adminChannelRole: roles.find(({ friendlyName }) => friendlyName === 'channel admin')?.sid ?? '',
  }
}

function takeVisitorRoles({ domain, instance, credentials }: RunningChatService): void {
  const deployment = instance.roles.create({ friendlyName: 'visitor', type: 'deployment', permissions: ['editOwnUserInfo'] })
  const channel = instance.roles.create({
    friendlyName: 'visitor',
    type: 'channel',
    permissions: ['sendMessage', 'sendMediaMessage', 'editOwnMessage', 'editOwnMessageAttributes', 'deleteOwnMessage', 'leaveChannel'],
  })
  domain.services.update(credentials.serviceSid, {
    defaultServiceRoleSid: deployment.sid,
    defaultChannelRoleSid: channel.sid,
    defaultChannelCreatorRoleSid: channel.sid,
  })
}

/** The thief's hands: the SDK's own calls, and its transport for what it has no call for. */
export interface Hands {
  readonly client: Client
  readonly channel: Channel
  readonly agentMessage: Message
  request(method: 'get' | 'post' | 'delete', path: string, body?: unknown, params?: Record<string, string>): Promise<unknown>
  /** Establish a subscription; the answer that came as a notification. */
  subscribe(sid: string, type: 'map' | 'list' | 'document'): Promise<{ event_type: string; events: { error?: { status: number } }[] }>
}

interface Transport {
  get(url: string, headers: object, grant: string): Promise<unknown>
  post(url: string, headers: object, body: string, grant: string): Promise<unknown>
  delete(url: string, headers: object, body: object, grant: string): Promise<unknown>
  on(event: 'message', listener: (type: string, payload: never) => void): void
}

export async function takeHands({ service, visitor, own }: ForgedWorld): Promise<Hands> {
  const client = await connect(service, visitor)
  const channel = await client.getChannelBySid(own.sid)
  const agentMessage = (await channel.getMessages()).items[0] as Message
  const { twilsockClient } = (client as unknown as { services: { twilsockClient: Transport } }).services
  const headers = { 'Content-Type': 'application/json; charset=utf-8' }

  const request: Hands['request'] = (method, path, body, params = {}) => {
    const url = `${service.url}${path}${Object.keys(params).length > 0 ? `?${new URLSearchParams(params)}` : ''}`
    if (method === 'get') return twilsockClient.get(url, headers, 'ip_messaging')
    if (method === 'delete') return twilsockClient.delete(url, headers, {}, 'ip_messaging')
    return twilsockClient.post(url, headers, JSON.stringify(body ?? {}), 'ip_messaging')
  }
  return {
    client,
    channel,
    agentMessage,
    request,
    async subscribe(sid, type) {
      const correlation = Math.floor(Math.random() * 1e9)
      const answered = new Promise<{ event_type: string; events: { error?: { status: number } }[] }>((resolve) => {
        twilsockClient.on('message', (_type, payload: { correlation_id?: number } & { event_type: string; events: [] }) => {
          if (payload.correlation_id === correlation) resolve(payload)
        })
      })
      const requests = [{ object_sid: sid, object_type: type, last_event_id: 0 }]
      await request('post', '/v4/Subscriptions', { action: 'establish', correlation_id: correlation, requests })
      return answered
    },
  }
}
