import type { Ui } from '../context.ts'
import { createAnnouncer } from './announcer.ts'
import { followKeyboard } from './follow-keyboard.ts'
import { keepNotice } from './notice.ts'

/** What follows session and window by itself until `lifetime` ends. */
export function begin(ui: Ui, root: ShadowRoot, lifetime: AbortSignal): void {
  followKeyboard(root.querySelector<HTMLElement>('.parlour')!, lifetime)
  keepNotice(ui.notice, ui.chat, ui.page, lifetime)
  createAnnouncer(ui, lifetime)
}
