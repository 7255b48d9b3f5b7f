/** What the address of a stage says beside the state. */
export interface Switches {
  readonly locale: string
  readonly direction: 'auto' | 'ltr' | 'rtl'
  readonly theme: 'auto' | 'light' | 'dark'
  readonly contrast: 'auto' | 'more' | 'forced'
  readonly motion: 'auto' | 'full' | 'reduced'
  /** Long names, of people, files and the chat. */
  readonly names: 'short' | 'long'
  /** How many Messages a conversation has. */
  readonly messages: '0' | '1' | '12' | '10000'
}

/** The values of each, the default first. */
export const switches: { readonly [Name in keyof Switches]: readonly Switches[Name][] } = {
  locale: ['en', 'de', 'fr', 'ar', 'he', 'ja', 'hi', 'ru', 'th', 'zh-Hans', 'en-XA'],
  direction: ['auto', 'ltr', 'rtl'],
  theme: ['auto', 'light', 'dark'],
  contrast: ['auto', 'more', 'forced'],
  motion: ['auto', 'full', 'reduced'],
  names: ['short', 'long'],
  messages: ['12', '0', '1', '10000'],
}

/** From an address. Any locale is taken, of the others only what there is. */
export function readSwitches(search: URLSearchParams): Switches {
  const read = (name: keyof Switches): string => {
    const asked = search.get(name) ?? ''
    const values: readonly string[] = switches[name]
    return values.includes(asked) || (name === 'locale' && asked) ? asked : values[0]!
  }
  return Object.fromEntries(Object.keys(switches).map((name) => [name, read(name as keyof Switches)])) as unknown as Switches
}
