import { useSignal } from '@preact/signals'
import type { JSX, TargetedKeyboardEvent } from 'preact'
import type { Attributes } from '../../src/chat/types.ts'
import { samples } from './samples.ts'

interface ComposerProps {
  /** What was left here before. */
  readonly draft: string
  onDraft(text: string): void
  onTyped(): void
  onSend(body: string, attributes?: Attributes): void
  onFiles(files: readonly File[]): void
}

/** Enter sends, Shift and Enter begins a line. */
export function Composer({ draft, onDraft, onTyped, onSend, onFiles }: ComposerProps): JSX.Element {
  const text = useSignal(draft)

  function change(next: string): void {
    text.value = next
    onDraft(next)
  }
  function send(): void {
    const body = text.value.trim()
    if (!body) return
    change('')
    onSend(body)
  }
  /** What was typed, if anything was, stands for its text. */
  function sendSample(name: string): void {
    const sample = samples.find((each) => each.name === name)
    if (!sample) return
    onSend(text.value.trim() || sample.body, sample.attributes)
    change('')
  }
  function onKeyDown(event: TargetedKeyboardEvent<HTMLTextAreaElement>): void {
    // While an input method is composing, Enter is its own.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    send()
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <select
        class="samples"
        aria-label="Send something else"
        value=""
        onChange={({ currentTarget }) => {
          sendSample(currentTarget.value)
          currentTarget.value = ''
        }}
      >
        <option value="">＋</option>
        {samples.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <label class="attach">
        <input
          type="file"
          multiple
          aria-label="Attach files"
          onChange={({ currentTarget }) => {
            onFiles([...(currentTarget.files ?? [])])
            currentTarget.value = ''
          }}
        />
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="m16 6-8.4 8.6a2 2 0 0 0 2.8 2.8l8.4-8.6a4 4 0 1 0-5.6-5.6l-8.4 8.5a6 6 0 1 0 8.5 8.5l8.4-8.5" />
        </svg>
      </label>
      <textarea
        aria-label="Reply"
        placeholder="Write a reply"
        rows={1}
        value={text.value}
        onKeyDown={onKeyDown}
        onInput={({ currentTarget }) => {
          change(currentTarget.value)
          onTyped()
        }}
      />
      <button type="submit" aria-label="Send reply" disabled={text.value.trim() === ''}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 20V5m-6.5 6L12 4.5 18.5 11" />
        </svg>
      </button>
    </form>
  )
}
