import { ChatError } from '../../chat/errors.ts'
import { onEnd } from '../../lib/lifetime.ts'
import type { Slot, SlotContext } from '../../slots.ts'
import type { Ui } from '../context.ts'

export function contextOf({ chat, words }: Ui, signal: AbortSignal): SlotContext {
  const { locale, dir } = words.peek()
  return {
    locale,
    dir,
    signal,
    open: () => chat.setOpen(true),
    close: () => chat.setOpen(false),
    send: (text) => chat.send(text),
  }
}

/** Put what `make` gives into the slot of this name, until `life` ends. What throws leaves our own content, and is reported. */
export function fill({ host, report }: Ui, name: string, make: () => ReturnType<Slot>, life: AbortSignal): void {
  try {
    const content = make()
    if (content === null || content === undefined) return
    if (!(content instanceof Node)) throw new TypeError('It gave no Node')
    const element = content instanceof HTMLElement ? content : wrap(content)
    element.slot = name
    host.append(element)
    onEnd(life, () => element.remove())
  } catch (cause) {
    const [part] = name.split(' ')
    report(new ChatError('slot-failed', `The slot "${part}" of the page failed; the built-in part is shown`, { cause }))
  }
}

/** Only elements have a slot. */
function wrap(content: Node): HTMLElement {
  const box = document.createElement('span')
  box.append(content)
  return box
}
