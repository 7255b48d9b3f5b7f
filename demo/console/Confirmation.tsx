import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

interface ConfirmationProps {
  readonly title: string
  readonly text: string
  onConfirm(): void
  onCancel(): void
}

/** Asks before what cannot be undone; the browser keeps the focus inside and gives it back. */
export function Confirmation({ title, text, onConfirm, onCancel }: ConfirmationProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const { current } = dialog
    current?.showModal()
    return () => current?.close()
  }, [])
  return (
    <dialog ref={dialog} aria-labelledby="confirmation" onCancel={onCancel}>
      <h2 id="confirmation">{title}</h2>
      <p>{text}</p>
      <div class="choices">
        <button type="button" class="quiet" onClick={onCancel}>
          Cancel
        </button>
        <button type="button" class="danger" onClick={onConfirm}>
          Remove it
        </button>
      </div>
    </dialog>
  )
}
