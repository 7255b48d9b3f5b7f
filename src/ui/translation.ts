import { effect, signal, type ReadonlySignal } from '@preact/signals-core'
import { onEnd } from '../lib/lifetime.ts'
import type { Translation } from '../locales/index.ts'

/** The well-formed of these language tags, in canonical form: a host's typing error must not break the chat. */
export function usableLocales(wanted: readonly (string | null | undefined)[]): string[] {
  return wanted.flatMap((locale) => {
    try {
      return locale ? Intl.getCanonicalLocales(locale) : []
    } catch {
      return []
    }
  })
}

/** In what the visitor reads, `wanted` best first, once its file is here; null until the first is. Until `lifetime` ends. */
export function followTranslation(wanted: () => readonly string[], lifetime: AbortSignal): ReadonlySignal<Translation | null> {
  const translation = signal<Translation | null>(null)
  /** Of several under way the last one counts. */
  let asked = ''
  async function load(locales: readonly string[], pauseMs: number): Promise<void> {
    // oxlint-disable-next-line no-restricted-imports -- this is where they are loaded
    const loaded = await import('../locales/index.ts').then(({ translate }) => translate(locales)).catch(() => null)
    if (lifetime.aborted || asked !== locales.join()) return
    if (loaded) return void (translation.value = loaded)
    setTimeout(load, pauseMs, locales, 2 * pauseMs)
  }
  const stop = effect(() => {
    const locales = wanted()
    const [first = 'en'] = locales
    if (translation.peek() && asked === locales.join()) return
    asked = locales.join()
    if (/^en\b(?!-XA)/.test(first)) translation.value = { locale: first, strings: {} }
    else void load(locales, 1_000)
  })
  onEnd(lifetime, stop)
  return translation
}
