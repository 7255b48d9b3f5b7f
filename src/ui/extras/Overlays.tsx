import { signal } from '@preact/signals-core'
import { createRef } from 'preact'
import { onEnd } from '../../lib/lifetime.ts'
import { view } from '../observe.ts'
import { canSend } from '../view.ts'
import { rare } from './rare.tsx'
import { attachmentOptions, droppedFiles, takeFiles } from './take-files.ts'

const DropHere = rare(() => import('../attach/index.ts'), 'DropHere')
const Viewer = rare(() => import('../viewer/index.ts'), 'Viewer')
const Tray = rare(() => import('../attach/index.ts'), 'Tray')

/** A drag tells of itself several times a second, and not always when it leaves the page. */
const GONE_MS = 800

/** Over the panel: where files can be dropped, while some are dragged; and the viewer of pictures. */
export const Overlays = view((ui, own) => {
  const box = createRef<HTMLDivElement>()
  const drag = signal<'page' | 'panel' | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  const isOver = (event: DragEvent): boolean => event.composedPath().includes(box.current!.parentElement!)
  const isOurs = (event: DragEvent): boolean =>
    ui.chat.open.peek() &&
    canSend(ui.chat.session.peek()) &&
    ui.options.peek().attachments !== false &&
    !!event.dataTransfer?.types.includes('Files')
  const end = (): void => void (drag.value = null)
  function onDrag(event: DragEvent): void {
    if (!box.current || !isOurs(event)) return
    const over = isOver(event)
    drag.value = over ? 'panel' : 'page'
    clearTimeout(timer)
    timer = setTimeout(end, GONE_MS)
    if (!over) return
    event.preventDefault()
    event.stopPropagation()
    event.dataTransfer!.dropEffect = 'copy'
  }
  function onDrop(event: DragEvent): void {
    end()
    if (!box.current || !isOurs(event) || !isOver(event)) return
    event.preventDefault()
    event.stopPropagation()
    void takeFiles(ui, droppedFiles(event.dataTransfer))
  }
  // Before the page hears of them: what is meant for the panel is not for it as well.
  const options = { signal: own.signal, capture: true }
  for (const type of ['dragenter', 'dragover'] as const) addEventListener(type, onDrag, options)
  addEventListener('drop', onDrop, options)
  addEventListener('dragend', end, options)
  onEnd(own.signal, () => clearTimeout(timer))
  return () => (
    <div ref={box}>
      {drag.value && attachmentOptions(ui) && <DropHere over={drag.value === 'panel'} />}
      {ui.viewing.value && <Viewer at={ui.viewing.value} />}
    </div>
  )
})

/** In the composer, above the field. */
export const Attached = view(({ attachments, editing }) => () => {
  const { value } = attachments
  return value && !editing.value && <Tray attachments={value} />
})
