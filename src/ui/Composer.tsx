import { computed } from '@preact/signals-core'
import { createRef } from 'preact'
import { onEnd } from '../lib/lifetime.ts'
import { sendPath, Icon } from './icons.tsx'
import { later } from './later.tsx'
import { view } from './observe.ts'

const EditBar = later('EditBar')
const Counter = later('Counter')
const EmojiButton = later('EmojiButton')
const AttachButtons = later('AttachButtons')
const Attached = later('Attached')

/** `ready`: what is written can be sent. It can be written in any case, and stays. */
export const Composer = view<{ readonly ready: boolean }>(({ chat, words, editing, reply, attachments, options, page, extras }, own) => {
  const field = createRef<HTMLTextAreaElement>()
  const grow = createRef<HTMLDivElement>()
  /** It is let go of only once it is kept. */
  let keeping = false
  let ready: boolean
  /** To be sent was asked for before it could be; this text, and no other. */
  let wished = false

  const written = computed(() => editing.value?.text ?? chat.draft.value)
  const says = computed(
    () =>
      (!!written.value.trim() || (!editing.value && !!attachments.value?.any.value)) &&
      !extras.value?.isTooLong(written.value, options.value),
  )
  const sendable = (): boolean => ready && !keeping && says.value

  /** By hand: a key that changes nothing else draws nothing anew. */
  function fill(text: string): void {
    if (!field.current) return
    if (field.current.value !== text) {
      field.current.value = text
      wished = false
    }
    grow.current!.dataset['text'] = text
  }
  onEnd(own.signal, written.subscribe(fill))
  own.onDrawn(() => {
    fill(written.peek())
    if (wished && ready) send()
  })
  function write({ currentTarget }: { readonly currentTarget: HTMLTextAreaElement }): void {
    const text = currentTarget.value
    wished = false
    const edit = editing.peek()
    if (edit) editing.value = { ...edit, text }
    else {
      chat.setDraft(text)
      if (text.trim() && page.online.peek()) chat.typed()
    }
  }
  function leaveEdit(): void {
    editing.value = null
    field.current?.focus()
  }
  async function letGo(body: string): Promise<void> {
    keeping = true
    const answered = reply.peek()
    if (await (attachments.peek() ?? chat).send(body, answered ?? {})) {
      // What was typed since stays.
      chat.setDraft(chat.draft.peek().replace(body, ''))
      if (reply.peek() === answered) reply.value = null
    }
    keeping = false
  }
  function submit(event: Event): void {
    event.preventDefault()
    field.current?.focus()
    wished = !ready && says.peek()
    send()
  }
  function send(): void {
    if (!sendable()) return
    wished = false
    const edit = editing.peek()
    if (edit) {
      chat.edit(edit.key, edit.text)
      leaveEdit()
    } else {
      void letGo(written.peek())
    }
  }
  function onKeyDown(event: KeyboardEvent): void {
    // Keys of an input method belong to it; Safari ends the composition before its Enter, but keeps key code 229.
    if (event.isComposing || event.keyCode === 229) return event.stopPropagation()
    const modified = event.ctrlKey || event.metaKey
    if (event.key === 'Enter' && (options.peek().sendKey === 'mod-enter' ? modified : !event.shiftKey)) submit(event)
    if (event.key === 'Escape' && (editing.peek() || reply.peek())) {
      event.stopPropagation()
      reply.value = null
      leaveEdit()
    }
  }
  return (props) => {
    ready = props.ready
    const { text } = words.value
    const edit = editing.value
    return (
      <form class="composer" part="composer" onSubmit={submit}>
        {edit && <EditBar key={edit.key} field={field} onLeave={leaveEdit} />}
        <Counter text={written} />
        <Attached />
        <div class="flex field">
          {/* The copy behind the field gives it its height: no measuring while typing. */}
          <div ref={grow} class="grow">
            <textarea
              ref={field}
              rows={1}
              dir="auto"
              data-parlour-focus
              aria-label={text('message')}
              placeholder={text('placeholder')}
              enterkeyhint={options.value.sendKey === 'mod-enter' ? 'enter' : 'send'}
              onInput={write}
              onKeyDown={onKeyDown}
            />
          </div>
          <AttachButtons />
          <EmojiButton field={field} />
          {/* Pressing it leaves the focus in the field: a phone keeps its keyboard up. */}
          <button
            class="main send"
            aria-label={text(edit ? 'save' : 'send')}
            aria-disabled={!sendable()}
            onMouseDown={(event) => event.preventDefault()}
          >
            <Icon path={sendPath} />
          </button>
        </div>
      </form>
    )
  }
})
