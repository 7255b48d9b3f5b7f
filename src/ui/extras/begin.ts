import type { Ui } from '../context.ts'
import { createAnnouncer } from './announcer.ts'
import { keepNotice } from './notice.ts'

/** What follows the session by itself until `lifetime` ends. */
export function begin(ui: Ui, lifetime: AbortSignal): void {
  keepNotice(ui.notice, ui.chat, ui.page, lifetime)
  createAnnouncer(ui, lifetime)
}
