import type { Ui } from '../context.ts'
import { createAnnouncer } from './announcer.ts'
import { beginNotices } from './begin-notices.ts'
import { followKeyboard } from './follow-keyboard.ts'
import { lockScroll } from './lock-scroll.ts'
import { stayOnTop } from './stay-on-top.ts'
import { keepNotice } from './notice.ts'

/** What follows session and window by itself until `lifetime` ends. */
export function begin(ui: Ui, root: ShadowRoot, lifetime: AbortSignal): void {
  const top = root.querySelector<HTMLElement>('.parlour')!
  followKeyboard(top, lifetime)
  lockScroll(ui, root, lifetime)
  stayOnTop(top, ui.host, lifetime)
  keepNotice(ui.notice, ui.chat, ui.page, lifetime)
  createAnnouncer(ui, lifetime)
  beginNotices(ui, lifetime)
}
