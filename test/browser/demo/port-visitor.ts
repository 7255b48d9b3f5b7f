import { connect } from '../../../src/adapters/twilio-chat.ts'
import type { ChatService, ChatServiceEvents } from '../../../src/chat/service.ts'

/** A visitor without a browser: the host's endpoints and the SDK port, as the widget uses them. */
export interface PortVisitor {
  readonly service: ChatService
  readonly channelSid: string
  send(body: string): Promise<number>
  /** The next event of this name that `is` it. Ask before you cause it. */
  next<Name extends keyof ChatServiceEvents>(name: Name, is?: (event: ChatServiceEvents[Name]) => boolean): Promise<ChatServiceEvents[Name]>
  close(): Promise<void>
}

export async function portVisitor(url: string, name: string): Promise<PortVisitor> {
  let cookie = ''
  async function post<T>(path: string, body: unknown): Promise<T> {
    const headers = { Origin: url, 'Content-Type': 'application/json', Cookie: cookie }
    const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`${path} answered ${response.status}`)
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
    return (await response.json()) as T
  }
  const { token } = await post<{ token: string }>('/token', { reason: 'connect' })
  const { channelSid } = await post<{ channelSid: string }>('/start', { preChat: { name } })
  const signal = new AbortController().signal
  const service = await connect(token, { url: `${url.replace('http', 'ws')}/twilsock`, signal })
  // Until then the SDK knows of no Channel, and tells of none that goes.
  await service.channels()
  return {
    service,
    channelSid,
    send: (body) => service.sendMessage(channelSid, body, { id: crypto.randomUUID() }),
    next: (name, is = () => true) =>
      new Promise((resolve) => {
        const off = service.on(name, (value) => {
          if (!is(value)) return
          off()
          resolve(value)
        })
      }),
    close: () => service.shutdown(),
  }
}
