import type { BrowserContext, Page } from 'playwright-core'
import type { House } from './house.ts'
import type { Guest } from './guest.ts'

/** Where a page of the house stands that has no chat of its own. */
export const BARE_PATH = '/bare-host'

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

/** A page without a chat, that can make as many as it likes; and tokens without end for the guest. */
export async function serveBareHost(context: BrowserContext, house: House, identityOf: () => string): Promise<void> {
  const options = {
    tokenUrl: '/token',
    startUrl: '/start',
    endUrl: '/end',
    service: house.sdk,
    serviceUrl: `${house.url.replace('http', 'ws')}/twilsock`,
  }
  const body = `<!doctype html><html lang="en"><title>Bare</title><body><main>A page</main>
<script type="module">import { createChat } from '/widget.js'
window.createChat = () => createChat(${JSON.stringify(options)})</script>`
  await context.route(`**${BARE_PATH}`, (route) => route.fulfill({ contentType: 'text/html', body }))
  await context.route(/\/token$/, (route) =>
    route.fulfill({ contentType: 'application/json', body: JSON.stringify({ token: house.token(identityOf()) }) }),
  )
}

/** From the guest's conversation to a page without a chat, in the same tab. */
export async function enterBareHost({ tab, context, house, identity }: Guest): Promise<Page> {
  await serveBareHost(context, house, () => identity)
  await tab.page.goto(`${house.url}${BARE_PATH}`)
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
