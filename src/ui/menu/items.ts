import type { Signal } from '@preact/signals-core'
import type { Ui } from '../context.ts'
import type { StringKey } from '../strings.ts'
import type { TranscriptKind } from '../transcript/transcript.ts'
import { codePath, endPath, pagePath, textPath } from './icons.ts'

export interface Item {
  /** Its text, and what it is known by. */
  readonly key: StringKey
  readonly icon: string
  /** Where it can be on or off. */
  readonly checked?: boolean
  /** A promise: it takes a moment, and tells whether it could be done. */
  readonly act: (at: { readonly asking: Signal<boolean> }) => Promise<boolean> | void
}

export interface ItemGroup {
  readonly key: string
  readonly label?: StringKey
  readonly items: readonly Item[]
}

/** What can be done now, and `choices` from a file of their own. Read while drawing: it follows what it reads. */
export function itemsOf(ui: Ui, choices: readonly Item[]): readonly ItemGroup[] {
  const save = (key: StringKey, icon: string, kind: TranscriptKind): Item => ({
    key,
    icon,
    act: () => import('../transcript/index.ts').then(({ saveTranscript }) => saveTranscript(ui, kind)).catch(() => false),
  })
  const groups: ItemGroup[] = []
  if (ui.chat.timeline.value.entries.length > 0) {
    groups.push({
      key: 'transcript',
      label: 'transcript',
      items: [save('transcriptText', textPath, 'text'), save('transcriptPage', pagePath, 'page'), save('transcriptData', codePath, 'data')],
    })
  }
  if (choices.length > 0) groups.push({ key: 'choices', items: choices })
  if (ui.chat.canEnd.value) {
    groups.push({ key: 'end', items: [{ key: 'end', icon: endPath, act: ({ asking }) => void (asking.value = true) }] })
  }
  return groups
}
