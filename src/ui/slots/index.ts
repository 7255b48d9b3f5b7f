/** The host's own content in place of ours: loaded only where a host gives some. */
import { computed, effect, untracked } from '@preact/signals-core'
import { onEnd } from '../../lib/lifetime.ts'
import type { Ui } from '../context.ts'
import type { Strings } from '../strings.ts'
import { contextOf, fill } from './fill.ts'

export { HostMessage } from './HostMessage.tsx'
/** It has no words of its own. */
export const english: Strings = {}

/** Once for the life of each widget: `header`, `composer`, `empty` and `launcher`, anew when the host or the language changes them. */
export function fillSlots(ui: Ui, lifetime: AbortSignal): void {
  for (const name of ['header', 'composer', 'empty', 'launcher'] as const) {
    const make = computed(() => ui.options.value.slots?.[name])
    const locale = computed(() => ui.words.value.locale)
    let life: AbortController
    const stop = effect(() => {
      life?.abort()
      life = new AbortController()
      const { signal } = life
      const slot = make.value
      if (slot && locale.value) untracked(() => fill(ui, name, () => slot(contextOf(ui, signal)), signal))
    })
    onEnd(lifetime, () => {
      stop()
      life.abort()
    })
  }
}
