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

/** From below, and from the side where lines of text start or end. */
const away = (lengths: string, side: string, [block, inline = block] = lengths.match(/\S+/g)!): string =>
  `button,span{inset-block-end:max(${block},env(safe-area-inset-bottom));` +
  `inset-inline-${side}:max(${inline},env(safe-area-inset-left),env(safe-area-inset-right))}`

/**
 * The same measures and colours as ui/styles, so that the real launcher takes its place unseen. Light or dark by CSS: to ask
 * `matchMedia` in the middle of loading would have the page laid out at once.
 */
const restingCss = ({ theme = 'auto', position = 'end', offset, accent }: DOMStringMap): string => {
  const [wide, narrow] = (offset ?? 'var(--parlour-offset,1.25em)').split('/')
  return (
    `:host(:not([hidden],[style*="display: none"])){display:var(--parlour-display,contents)!important;--a:${accent ?? 'var(--parlour-accent,light-dark(#0b6b58,#12796a))'}}` +
    `button,span{all:initial;color-scheme:${theme.replace('auto', 'light dark')};position:fixed;z-index:var(--parlour-z,2147480000)}` +
    away(wide!, position) +
    (narrow ? `@media(max-width:480px),(max-height:420px){${away(narrow, position)}}` : '') +
    'button{box-sizing:border-box;display:grid;place-items:center;inline-size:3.5em;block-size:3.5em;border-radius:50%;cursor:pointer;' +
    'background:var(--a);color:var(--parlour-on-accent,#fff);box-shadow:0 1px 2px #0001,0 4px 16px #0003}' +
    'button:before{content:"";inline-size:1.1em;block-size:1.1em;border:.15em solid;border-radius:50%;border-end-start-radius:.15em}' +
    // White where that has 3:1, else black: as in ui/palette.
    (accent ? `button{color:color(from ${accent} xyz ${'calc((.3 - y)*1e9) '.repeat(3)})}` : '')
  )
}

/** What nobody sees before the first touch; a page that is only read does not pay for it. */
const touchedCss =
  'button:hover{filter:brightness(.9)}' +
  'button:focus-visible{outline:2px solid color-mix(in oklab,var(--a),CanvasText 12%);outline-offset:3px;box-shadow:0 0 0 3px Canvas}' +
  '[aria-busy=true]:before{opacity:.5}' +
  'span{font:.875em system-ui;margin:1.5em 4.75em;background:Canvas;color:CanvasText}'

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

  const add = (name: string, attributes: Readonly<Record<string, string>>): HTMLElement => {
    const element = document.createElement(name)
    for (const attribute in attributes) element.setAttribute(attribute, attributes[attribute]!)
    return root.appendChild(element)
  }
  const host = document.createElement('div')
  const root = host.attachShadow({ mode: 'open' })
  const dress = (css: string): void => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    root.adoptedStyleSheets.push(sheet)
  }
  dress(restingCss(dataset))
  let note: Element | undefined
  const button = add('button', {
    type: 'button',
    part: 'launcher',
    'aria-label': 'Open chat',
    'aria-haspopup': 'dialog',
    'aria-describedby': 'note',
    popover: 'manual',
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
    button.showPopover?.()
    const wanted = (dataset['open'] ?? 'false') !== 'false' || dataset['greeting'] || (await resumes())
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
