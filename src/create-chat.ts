import type { ParlourChat } from './api.ts'
import { createBrowser } from './browser.ts'
import type { ParlourOptions } from './options.ts'
import { resolveOptions } from './read-options.ts'
import { createWidget } from './widget.ts'

/**
 * A chat for this page; nothing happens before `mount()`, `open()` or `send()`.
 * @throws TypeError that lists every bad option and what is expected
 */
export function createChat(options: ParlourOptions): ParlourChat {
  return createWidget(resolveOptions(options), createBrowser)
}
