/**
 * The script tag: a launcher in plain DOM, and a function `Parlour(command, …)` that returns a promise. Everything else is
 * loaded at first need from beside this file. Before that: no cookie, no storage write, no socket, no second request.
 * It has 1,500 bytes to live on, compressed.
 */

/** What `createChat` gives, as far as the loader needs it. */
type Chat = Record<string, (...args: readonly unknown[]) => unknown>
interface Module {
  createChat(options: unknown): Chat
  readAttributes(attributes: DOMStringMap): unknown
}
type Command = (name: string, ...args: readonly unknown[]) => Promise<unknown>
type Queued = readonly [args: readonly [string, ...unknown[]], resolve?: (value: unknown) => void, reject?: (reason: unknown) => void]
/** The function, or before it the host's stub with its queue. */
export interface ParlourFunction extends Command {
  readonly q?: readonly Queued[]
  host?: HTMLElement
}

/** `dark` by the option, or by a media query: to ask `matchMedia` in the middle of loading would have the page laid out at once. */
const themed = (theme: string, light: string, dark: string): string =>
  `:host{${theme === 'dark' ? dark : light}}` + (theme === 'auto' ? `@media(prefers-color-scheme:dark){:host{${dark}}}` : '')

/** Where it stands, and in front of what. */
const place = (position: string): string =>
  'all:initial;position:fixed;z-index:var(--parlour-z,2147480000);' +
  `inset-block-end:max(var(--o),env(safe-area-inset-bottom));inset-inline-${position === 'start' ? 'start' : 'end'}:var(--o);`

/** The same measures and colours as ui/styles.css, so that the real launcher takes its place unseen. */
const restingCss = (theme: string, position: string): string =>
  ':host{display:contents!important;--o:var(--parlour-offset,1.25em)}' +
  themed(theme, '--a:var(--parlour-accent,#0b6b58)', '--a:var(--parlour-accent,#12796a)') +
  `button{${place(position)}box-sizing:border-box;display:grid;place-items:center;inline-size:3.5em;block-size:3.5em;border-radius:50%;cursor:pointer;` +
  'background:var(--a);color:var(--parlour-on-accent,#fff);box-shadow:0 1px 2px #0001,0 4px 16px #0003}' +
  'button:before{content:"";inline-size:1.1em;block-size:1.1em;border:.15em solid;border-radius:50%;border-end-start-radius:.15em}'

/** What nobody sees before the first touch; a page that is only read does not pay for it. */
const touchedCss = (theme: string, position: string): string =>
  themed(theme, '--s:#fff;--t:#1e1b18', '--s:#1c1a18;--t:#f4f0eb') +
  'button:hover{filter:brightness(.9)}' +
  'button:focus-visible{outline:2px solid color-mix(in oklab,var(--a),var(--t) 12%);outline-offset:3px;box-shadow:0 0 0 3px var(--s)}' +
  '[aria-busy=true]:before{opacity:.5}' +
  `span{${place(position)}font:.875em system-ui;margin:1.5em 4.75em;background:var(--s);color:var(--t)}`

const page = window as { Parlour?: ParlourFunction }
const script = document.currentScript as HTMLScriptElement | null

if (page.Parlour?.host) console.warn('Parlour: a second script tag does nothing')
else if (script?.src) start(script)
else console.error('Parlour: not a classic <script src>')

function start({ src, dataset }: HTMLScriptElement): void {
  const address = new URL('widget.js', src).href
  const queue = page.Parlour?.q ?? []
  let failures = 0
  let fetching: Promise<Module> | undefined
  let booting: Promise<void> | undefined
  let arrive!: (chat: Chat) => void
  /** Never fails: commands wait until a later try succeeds. */
  const arrived = new Promise<Chat>((resolve) => (arrive = resolve))

  const add = (name: string, attributes: Readonly<Record<string, string>>): Element => {
    const element = document.createElement(name)
    for (const attribute in attributes) element.setAttribute(attribute, attributes[attribute]!)
    return root.appendChild(element)
  }
  const host = document.createElement('div')
  const root = host.attachShadow({ mode: 'open' })
  const dress = (css: (theme: string, position: string) => string): void => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css(dataset['theme'] ?? 'auto', dataset['position'] ?? 'end'))
    root.adoptedStyleSheets.push(sheet)
  }
  dress(restingCss)
  let note: Element | undefined
  const button = add('button', {
    type: 'button',
    part: 'launcher',
    'aria-label': 'Open chat',
    'aria-haspopup': 'dialog',
    'aria-describedby': 'note',
  })
  button.addEventListener('click', () => void run('open'))
  for (const name of ['pointerenter', 'focus']) {
    button.addEventListener(name, () => void fetchWidget().catch(() => {}), { once: true })
  }

  /** Once; a failed attempt may be repeated, under another name, because a browser may remember the failure (whatwg/html#6768). */
  function fetchWidget(): Promise<Module> {
    if (!root.adoptedStyleSheets[1]) dress(touchedCss)
    return (fetching ??= (import(/* @vite-ignore */ failures ? `${address}?retry=${failures}` : address) as Promise<Module>).catch(
      (error: unknown) => {
        failures += 1
        fetching = undefined
        throw error
      },
    ))
  }

  async function boot(): Promise<void> {
    button.setAttribute('aria-busy', 'true')
    note?.remove()
    try {
      const { createChat, readAttributes } = await fetchWidget()
      const chat = createChat(readAttributes(dataset))
      chat['mount']!(host)
      arrive(chat)
    } catch (error) {
      booting = undefined
      button.removeAttribute('aria-busy')
      note = add('span', { role: 'alert', id: 'note' })
      note.textContent = 'Chat could not be loaded. Please try again.'
      console.error('Parlour:', error)
    }
  }

  const run: Command = async (name, ...args) => {
    if (/^(open|toggle|send|logout)$/.test(name)) booting ??= boot()
    if (!booting && name === 'destroy') return host.remove()
    return (await arrived)[name]!(...args)
  }

  async function appear(): Promise<void> {
    document.body.append(host)
    const wanted = (dataset['open'] ?? 'false') !== 'false' || (await resumes())
    // It may have been destroyed meanwhile.
    if (wanted && host.isConnected) booting ??= boot()
  }

  page.Parlour = Object.assign(run, { host })
  for (const [args, resolve, reject] of queue) run(...args).then(resolve, reject)
  if (document.body) void appear()
  else document.addEventListener('DOMContentLoaded', () => void appear())
}

/** A conversation was going on when the last page was left: see browser.ts. */
async function resumes(): Promise<boolean> {
  try {
    return (await indexedDB.databases()).some(({ name }) => name === 'parlour')
  } catch {
    return false
  }
}
