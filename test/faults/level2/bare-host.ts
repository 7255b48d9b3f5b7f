import type { Page } from 'playwright-core'
import type { Guest } from './guest.ts'

export interface HostedChat {
  mount(target: HTMLElement): void
  open(): void
  destroy(): void
  on(name: string, listener: () => void): () => void
  state(): { readonly status: string }
}

/** What the bare page offers. */
export interface BareWindow {
  createChat(): HostedChat
}

/** From the guest's conversation to a page that makes chats only when it is told to, with tokens without end; in the same tab. */
export async function enterBareHost({ tab, context, house, identity }: Guest): Promise<Page> {
  const serviceUrl = `${house.url.replace('http', 'ws')}/twilsock`
  const options = { tokenUrl: '/token', startUrl: '/start', endUrl: '/end', service: house.sdk, serviceUrl }
  const script = `import('/widget.js').then(({ createChat }) => (window.createChat = () => createChat(${JSON.stringify(options)})))`
  // The page itself comes from the house: one that the driver made up is not allowed to open sockets to this machine.
  await context.route('**/parlour.js', (route) => route.fulfill({ contentType: 'text/javascript', body: script }))
  await context.route(/\/token$/, (route) =>
    route.fulfill({ contentType: 'application/json', body: JSON.stringify({ token: house.token(identity) }) }),
  )
  await tab.page.reload()
  await tab.page.waitForFunction(() => 'createChat' in window)
  return tab.page
}

/** Mount, open, and destroy after each of `lives` (ms; null = once the conversation is there), one after the other. */
export function mountAndDestroy(page: Page, lives: readonly (number | null)[]): Promise<void> {
  return page.evaluate(async (all) => {
    const host = window as unknown as BareWindow
    for (const life of all) {
      const target = document.body.appendChild(document.createElement('div'))
      const chat = host.createChat()
      const ready = new Promise<void>((resolve, reject) => {
        chat.on('ready', resolve)
        setTimeout(() => reject(new Error(`not ready within 20 s, but ${chat.state().status}`)), 20_000)
      })
      ready.catch(() => undefined)
      chat.mount(target)
      chat.open()
      await (life === null ? ready : new Promise((resolve) => setTimeout(resolve, life)))
      chat.destroy()
      target.remove()
    }
  }, lives)
}
