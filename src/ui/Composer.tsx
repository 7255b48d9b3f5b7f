import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useUi } from './context.ts'
import { closePath, sendPath, Icon } from './icons.tsx'

/** `ready`: what is written can be sent. It can be written in any case, and stays. */
export function Composer({ ready }: { readonly ready: boolean }): JSX.Element {
  const { chat, words, editing } = useUi()
  const { text } = words.value
  const field = useRef<HTMLTextAreaElement>(null)
  const edit = editing.value
  const value = edit ? edit.text : chat.draft.value
  const sendable = ready && value.trim() !== ''

  useEffect(() => {
    if (!edit) return
    field.current?.focus()
    field.current?.setSelectionRange(edit.text.length, edit.text.length)
  }, [edit?.key])

  function write(next: string): void {
    if (edit) editing.value = { ...edit, text: next }
    else {
      chat.setDraft(next)
      if (next.trim()) chat.typed()
    }
  }
  function leaveEdit(): void {
    editing.value = null
    field.current?.focus()
  }
  function submit(event: Event): void {
    event.preventDefault()
    field.current?.focus()
    if (!sendable) return
    if (edit) {
      chat.edit(edit.key, value)
      leaveEdit()
    } else {
      chat.send(value)
      chat.setDraft('')
    }
  }
  function onKeyDown(event: KeyboardEvent): void {
    // Keys of an input method belong to it; Safari ends the composition before its Enter, but keeps key code 229.
    if (event.isComposing || event.keyCode === 229) return event.stopPropagation()
    if (event.key === 'Enter' && !event.shiftKey) submit(event)
    if (event.key === 'Escape' && edit) {
      event.stopPropagation()
      leaveEdit()
    }
  }
  return (
    <form class="composer" part="composer" onSubmit={submit}>
      {edit && (
        <div class="flex editing small strong">
          <span>{text('editing')}</span>
          <button type="button" class="round mini" aria-label={text('cancel')} onClick={leaveEdit}>
            <Icon path={closePath} />
          </button>
        </div>
      )}
      <div class="flex field">
        {/* The copy behind the field gives it its height: no measuring while typing. */}
        <div class="grow" data-text={value}>
          <textarea
            ref={field}
            rows={1}
            dir="auto"
            data-parlour-focus
            aria-label={text('message')}
            placeholder={text('placeholder')}
            enterkeyhint="send"
            value={value}
            onInput={(event) => write(event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
        </div>
        {/* Pressing it leaves the focus in the field: a phone keeps its keyboard up. */}
        <button
          class="main send"
          aria-label={text(edit ? 'save' : 'send')}
          aria-disabled={!sendable}
          onMouseDown={(event) => event.preventDefault()}
        >
          <Icon path={sendPath} />
        </button>
      </div>
    </form>
  )
}
