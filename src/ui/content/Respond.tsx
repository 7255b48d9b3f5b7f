import { signal } from '@preact/signals-core'
import { createRef } from 'preact'
import { replyTo } from '../../chat/content.ts'
import type { TimelineEntry } from '../../store/chat.ts'
import { cleanName } from '../foreign.ts'
import { Icon } from '../icons.tsx'
import { view } from '../observe.ts'
import { canSend } from '../view.ts'
import { reactPath, replyPath } from './icons.ts'
import { react } from './Reactions.tsx'

/** What is offered; any other comes by the readers' own keyboards. */
const OFFERED = ['👍', '❤️', '😂', '😮', '😢', '🙏']
/** Px that the bar needs above its button. */
const BAR_PX = 64

/** Beside a Message: a button, and behind it the bar of emoji and "Reply". With "Reply" alone there is no bar. */
export const Respond = view<{ readonly entry: TimelineEntry }>(({ chat, words, options, reply }, own) => {
  const open = signal<'above' | 'below' | null>(null)
  const box = createRef<HTMLDivElement>()
  let wasOpen = false

  own.onDrawn(() => {
    const isOpen = open.peek() !== null
    if (isOpen && !wasOpen) box.current?.querySelector<HTMLElement>('.emoji-bar button')?.focus()
    wasOpen = isOpen
  })
  function close(): void {
    if (!open.peek()) return
    box.current?.querySelector<HTMLElement>('.more')?.focus()
    open.value = null
  }
  function toggle(): void {
    if (open.peek()) return close()
    const log = box.current!.closest('.log')
    const above = box.current!.getBoundingClientRect().top - (log?.getBoundingClientRect().top ?? 0)
    open.value = above < BAR_PX ? 'below' : 'above'
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !open.peek()) return
    event.stopPropagation()
    close()
  }
  function onFocusOut({ relatedTarget }: FocusEvent): void {
    if (!box.current?.contains(relatedTarget as Node | null)) open.value = null
  }
  return ({ entry }) => {
    const { text } = words.value
    const { replies, reactions } = options.value
    if (!canSend(chat.session.value)) return null
    function quote(): void {
      const { sid, own: mine, authorName, body } = entry
      const name = mine ? text('you') : cleanName(authorName)
      reply.value = { name, text: body, attributes: replyTo({ to: sid!, name: cleanName(authorName), text: body }) }
      const field = box.current?.closest('.panel')?.querySelector('textarea')
      open.value = null
      field?.focus()
    }
    const replyButton = (look: string): preact.JSX.Element => (
      <button type="button" class={look} title={text('reply')} aria-label={text('reply')} onClick={quote}>
        <Icon path={replyPath} />
      </button>
    )
    return (
      <div ref={box} class="respond" onKeyDown={onKeyDown} onFocusOut={onFocusOut}>
        {reactions ? (
          <button
            type="button"
            class="round mini more"
            aria-expanded={open.value !== null}
            title={text('react')}
            aria-label={text('react')}
            onClick={toggle}
          >
            <Icon path={reactPath} />
          </button>
        ) : (
          replyButton('round mini more flip')
        )}
        {open.value && (
          <div class={`flex emoji-bar ${open.value}`} role="group" aria-label={text('react')}>
            {OFFERED.map((emoji) => (
              <button
                key={emoji}
                type="button"
                class="round"
                onClick={() => {
                  close()
                  react(chat, entry.sid!, emoji)
                }}
              >
                {emoji}
              </button>
            ))}
            {replies && replyButton('round flip')}
          </div>
        )}
      </div>
    )
  }
})
