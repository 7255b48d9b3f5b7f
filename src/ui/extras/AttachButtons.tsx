import { effect, untracked } from '@preact/signals-core'
import { createRef } from 'preact'
import { attempt } from '../../lib/attempt.ts'
import { onEnd } from '../../lib/lifetime.ts'
import { Icon } from '../icons.tsx'
import { view } from '../observe.ts'
import { clipPath, micPath } from './icons.ts'
import { attachmentOptions, openAttachments, pastedFiles, takeFiles } from './take-files.ts'

const canRecord = (): boolean => typeof MediaRecorder !== 'undefined' && !!attempt(() => navigator.mediaDevices.getUserMedia)

/** In the composer: files, which can be pasted as well, and the microphone. Both load their code when they are used. */
export const AttachButtons = view((ui, own) => {
  const input = createRef<HTMLInputElement>()
  let listening = false

  function onPaste(event: ClipboardEvent): void {
    const files = untracked(() => attachmentOptions(ui)) && !ui.editing.peek() ? pastedFiles(event.clipboardData) : []
    if (files.length === 0) return
    event.preventDefault()
    void takeFiles(ui, files)
  }
  own.onDrawn(() => {
    const form = input.current?.form
    if (!form || listening) return
    listening = true
    form.addEventListener('paste', onPaste, { signal: own.signal })
  })
  // Nothing of one visitor is left to the next.
  onEnd(
    own.signal,
    effect(() => {
      if (ui.chat.session.value.status === 'closed') ui.attachments.peek()?.clear()
    }),
  )
  async function record(): Promise<void> {
    const attachments = await openAttachments(ui)
    if (attachments) attachments.recording.value ??= { finish: async () => {} }
  }
  return () => {
    const { text } = ui.words.value
    const allowed = attachmentOptions(ui)
    if (!allowed || ui.editing.value) return null
    const { voice = true } = ui.options.value
    const isBusy = ui.attachments.value?.recording.value
    return (
      <>
        <input
          ref={input}
          type="file"
          hidden
          multiple={allowed.maxFiles !== 1}
          accept={allowed.accept}
          onChange={({ currentTarget }) => {
            void takeFiles(ui, [...(currentTarget.files ?? [])])
            // The same file can be chosen again.
            currentTarget.value = ''
          }}
        />
        <button type="button" class="round tool" aria-label={text('attach')} onClick={() => input.current?.click()}>
          <Icon path={clipPath} />
        </button>
        {voice && !isBusy && ui.chat.draft.value === '' && canRecord() && (
          <button type="button" class="round tool" aria-label={text('voice')} onClick={record}>
            <Icon path={micPath} />
          </button>
        )}
      </>
    )
  }
})
