import { join } from 'node:path'
import { build } from 'vite'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'

/** The built widget on the real SDK, over a chat service in this process. */
export interface SdkPage {
  /** What the page consists of. */
  readonly html: string
  say(body: string): void
  close(): Promise<void>
}

const system = { kind: 'system' } as const

/** Builds the widget into `folder`/widget, as `npm run build` does. */
export async function createSdkPage(folder: string): Promise<SdkPage> {
  await build({ logLevel: 'error', build: { outDir: join(folder, 'widget'), emptyOutDir: true } })
  const service: RunningChatService = await startChatService()
  const { channels, members, messages } = service.instance
  const { sid: channelSid } = channels.create(system, { friendlyName: 'Help', type: 'private' })
  for (const identity of ['agent', 'visitor']) members.create(system, channelSid, { identity })
  const say = (body: string): void => void messages.create(system, channelSid, { body, from: 'agent' })
  const token = JSON.stringify({ token: service.token('visitor', { ttl: 3_600 }), channelSid })
  return {
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>sdk</title></head><body><div id="chat"></div><script type="module">
      import { createChat } from '/widget/widget.js'
      import { serveWidget } from '/in-widget.js'
      const chat = createChat({ tokenUrl: async () => (${token}), serviceUrl: ${JSON.stringify(service.twilsockUrl)}, locale: 'en' })
      const host = document.querySelector('#chat')
      serveWidget(host, () => { chat.mount(host); chat.open() })</script></body></html>`,
    say,
    close: () => service.stop(),
  }
}
