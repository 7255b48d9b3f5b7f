import type { ParlourChat } from './api.ts'
import { createChat } from './create-chat.ts'
import { optionRows } from './options.ts'
import type { OptionName, ParlourOptions, TokenSource } from './options.ts'
import { readAttributes } from './read-options.ts'

/** On a server there are no elements; importing this there is harmless. */
const Base = (globalThis.HTMLElement ?? Object) as typeof HTMLElement

const rowOf = new Map(optionRows.flatMap((row) => (row.attribute === null ? [] : [[row.attribute, row] as const])))

/**
 * `<parlour-chat token-url="/token">`: the options as attributes. A change of `theme`, `position`, `title`, `locale` or
 * `open` is taken over live, of any other begins anew. Moving the element keeps the conversation; taking it out ends it.
 */
export class ParlourChatElement extends Base {
  static readonly observedAttributes: readonly string[] = [...rowOf.keys()]

  #chat: ParlourChat | null = null
  #tokenSource: TokenSource | null = null
  #changed = new Set<OptionName>()
  #removal: ReturnType<typeof setTimeout> | undefined

  /** The same handle that `createChat` gives; null while the element is not on a page, or its options are wrong. */
  get chat(): ParlourChat | null {
    return this.#chat
  }

  /** In code it may be a function, which no attribute can hold. */
  get tokenUrl(): string | TokenSource {
    return this.#tokenSource ?? this.getAttribute('token-url') ?? ''
  }

  set tokenUrl(value: string | TokenSource) {
    this.#tokenSource = typeof value === 'function' ? value : null
    if (typeof value === 'string') this.setAttribute('token-url', value)
    else this.#change('tokenUrl')
  }

  connectedCallback(): void {
    clearTimeout(this.#removal)
    this.#upgrade('tokenUrl')
    if (!this.#chat) this.#begin()
  }

  disconnectedCallback(): void {
    // Moved by a framework, it is back before this task ends.
    clearTimeout(this.#removal)
    this.#removal = setTimeout(() => this.#end())
  }

  attributeChangedCallback(attribute: string, before: string | null, after: string | null): void {
    const row = rowOf.get(attribute)
    if (row && before !== after) this.#change(row.name)
  }

  /** Several changes in one go are one change. */
  #change(name: OptionName): void {
    if (this.#changed.size === 0) queueMicrotask(() => this.#apply())
    this.#changed.add(name)
  }

  #apply(): void {
    const changed = [...this.#changed]
    this.#changed.clear()
    if (!this.isConnected) return
    const isLive = optionRows.every(({ name, live }) => live || !changed.includes(name))
    if (!this.#chat || !isLive) {
      this.#end()
      this.#begin()
      return
    }
    try {
      const options = this.#options()
      // What is not there any more is undefined, and with that at its default again.
      this.#chat.setOptions(Object.fromEntries(changed.map((name) => [name, options[name]])))
    } catch (error) {
      console.error(error)
    }
  }

  #options(): ParlourOptions {
    const attributes = Object.fromEntries([...this.attributes].map(({ name, value }) => [name, value]))
    const options = readAttributes(attributes)
    return this.#tokenSource ? { ...options, tokenUrl: this.#tokenSource } : options
  }

  #begin(): void {
    // Without an address there is nothing to do yet: a framework may set it after the element is in place.
    if (this.tokenUrl === '') return
    try {
      const chat = createChat(this.#options())
      chat.on('open', () => this.#reflect(true))
      chat.on('close', () => this.#reflect(false))
      this.#chat = chat
      this.#changed.clear()
      chat.mount(this)
    } catch (error) {
      this.#chat = null
      console.error(error)
    }
  }

  #end(): void {
    this.#chat?.destroy()
    this.#chat = null
  }

  #reflect(open: boolean): void {
    if (this.hasAttribute('open') !== open) this.toggleAttribute('open', open)
    this.#changed.delete('open')
  }

  /** A property that was set before the element was defined hides the accessor: set it anew. */
  #upgrade(name: 'tokenUrl'): void {
    if (!Object.hasOwn(this, name)) return
    const value = this[name]
    delete (this as Partial<Record<'tokenUrl', unknown>>)[name]
    this[name] = value
  }
}

if (globalThis.customElements && !customElements.get('parlour-chat')) customElements.define('parlour-chat', ParlourChatElement)

declare global {
  interface HTMLElementTagNameMap {
    'parlour-chat': ParlourChatElement
  }
}
