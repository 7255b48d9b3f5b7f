import { batch, computed, signal } from '@preact/signals-core'
import { createRef } from 'preact'
import type { LogFile, TimelineEntry } from '../../store/chat.ts'
import { alertPath } from '../extras/icons.ts'
import { cleanName } from '../foreign.ts'
import { closePath, Icon } from '../icons.tsx'
import { kindOf } from '../log/files.ts'
import { followFile, type FollowedFile } from '../files/follow-file.ts'
import { downloadPath } from '../files/icons.ts'
import { save } from '../files/save.ts'
import { view } from '../observe.ts'
import type { Viewing } from '../context.ts'
import { nextPath, previousPath, zoomInPath, zoomOutPath } from './icons.ts'
import { CLOSE, WHOLE, within, zoomed, type Sight } from './stage.ts'

interface Shot {
  readonly key: string
  readonly at: number
  readonly entry: TimelineEntry
  readonly file: LogFile
}

/** Px that a finger goes before it means another picture. */
const SWIPE_PX = 60
const PAN_PX = 60
const STEP = 1.25

/**
 * One picture of the log over the whole window, and the way to the others. A modal dialog: the browser keeps the focus in
 * it, and gives it back.
 */
export const Viewer = view<{ readonly at: Viewing }>((ui, own) => {
  const box = createRef<HTMLDialogElement>()
  const picture = createRef<HTMLImageElement>()
  const sight = signal<Sight>(WHOLE)
  const shots = computed<readonly Shot[]>(() =>
    ui.chat.timeline.value.entries.flatMap((entry) =>
      entry.media.flatMap((file, at) => (kindOf(file.contentType) === 'picture' ? [{ key: entry.key, at, entry, file }] : [])),
    ),
  )
  let current: Viewing

  own.onDrawn(() => {
    const { current: dialog } = box
    // The one that is looked at was deleted.
    if (!dialog) return void (ui.viewing.value = null)
    if (!dialog.open) dialog.showModal()
  })
  const place = (): number => shots.peek().findIndex(({ key, at }) => key === current.key && at === current.at)

  /** Native closing first: it gives the focus back. */
  const close = (): void => box.current?.close()

  function go(step: number): void {
    const next = shots.peek()[place() + step]
    if (!next) return
    batch(() => {
      sight.value = WHOLE
      ui.viewing.value = { key: next.key, at: next.at }
    })
  }
  function look(next: Sight): void {
    const image = picture.current
    const dialog = box.current
    if (!image || !dialog) return
    sight.value = within(
      next,
      { across: image.offsetWidth, down: image.offsetHeight },
      { across: dialog.clientWidth, down: dialog.clientHeight },
    )
  }
  const zoom = (factor: number, point = { x: 0, y: 0 }): void => look(zoomed(sight.peek(), factor, point))
  const toggle = (point?: { readonly x: number; readonly y: number }): void => zoom(sight.peek().scale > 1 ? 0 : CLOSE, point)
  const fromMiddle = ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): { x: number; y: number } => ({
    x: clientX - box.current!.clientWidth / 2,
    y: clientY - box.current!.clientHeight / 2,
  })

  function onKeyDown(event: KeyboardEvent): void {
    // Neither the panel nor the page has anything to do with it.
    event.stopPropagation()
    const forward = ui.words.peek().dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    const isClose = sight.peek().scale > 1
    const { x, y, scale } = sight.peek()
    if (isClose && event.key.startsWith('Arrow')) {
      const across = event.key === 'ArrowLeft' ? PAN_PX : event.key === 'ArrowRight' ? -PAN_PX : 0
      const down = event.key === 'ArrowUp' ? PAN_PX : event.key === 'ArrowDown' ? -PAN_PX : 0
      look({ scale, x: x + across, y: y + down })
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') go(event.key === forward ? 1 : -1)
    else if (event.key === '+' || event.key === '=') zoom(STEP)
    else if (event.key === '-') zoom(1 / STEP)
    else if (event.key === '0') sight.value = WHOLE
    else return
    event.preventDefault()
  }

  /** Fingers, and a mouse whose button is down. */
  const fingers = new Map<number, { x: number; y: number }>()
  let began = { x: 0, y: 0 }
  let moved = false
  function onPointerDown(event: PointerEvent & { readonly currentTarget: HTMLElement }): void {
    event.currentTarget.setPointerCapture(event.pointerId)
    fingers.set(event.pointerId, fromMiddle(event))
    if (fingers.size === 1) {
      began = fromMiddle(event)
      moved = false
    }
  }
  function onPointerMove(event: PointerEvent): void {
    const before = fingers.get(event.pointerId)
    if (!before) return
    const now = fromMiddle(event)
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1]
    fingers.set(event.pointerId, now)
    if (Math.hypot(now.x - began.x, now.y - began.y) > 6) moved = true
    const { scale, x, y } = sight.peek()
    if (other) {
      const apart = (finger: { x: number; y: number }): number => Math.hypot(finger.x - other.x, finger.y - other.y)
      zoom(apart(now) / Math.max(apart(before), 1), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 })
    } else if (scale > 1) look({ scale, x: x + now.x - before.x, y: y + now.y - before.y })
  }
  function onPointerUp(event: PointerEvent): void {
    if (!fingers.delete(event.pointerId) || fingers.size > 0) return
    const { x, y } = fromMiddle(event)
    const [across, down] = [x - began.x, y - began.y]
    const isSwipe = event.pointerType === 'touch' && sight.peek().scale === 1 && Math.abs(across) > Math.max(SWIPE_PX, 2 * Math.abs(down))
    if (isSwipe) go(across < 0 === (ui.words.peek().dir === 'ltr') ? 1 : -1)
  }

  return ({ at }) => {
    current = at
    const { text } = ui.words.value
    const all = shots.value
    const index = all.findIndex((shot) => shot.key === at.key && shot.at === at.at)
    const shot = all[index]
    if (!shot || !ui.chat.open.value) return null
    const name = cleanName(shot.file.filename ?? '') || text('image')
    const { scale, x, y } = sight.value
    const isClose = scale > 1
    return (
      <dialog
        ref={box}
        class="viewer"
        aria-label={name}
        onClose={() => (ui.viewing.value = null)}
        onKeyDown={onKeyDown}
        onWheel={(event) => {
          event.preventDefault()
          zoom(event.deltaY < 0 ? STEP : 1 / STEP, fromMiddle(event))
        }}
      >
        <div
          class={isClose ? 'sheet close-up' : 'sheet'}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerUp}
          onPointerCancel={onPointerUp}
          onDblClick={(event) => toggle(fromMiddle(event))}
          onClick={(event) => {
            // Beside the picture.
            if (!moved && event.target === event.currentTarget && !isClose) close()
          }}
        >
          <Print key={`${shot.key} ${shot.at}`} shot={shot} name={name} image={picture} sight={{ scale, x, y }} />
        </div>
        <div class="flex top">
          <p class="strong title">
            <bdi>{name}</bdi>
          </p>
          {all.length > 1 && <p class="small">{text('place', { index: index + 1, total: all.length })}</p>}
          <button type="button" class="round" aria-label={text('zoom')} aria-pressed={isClose} onClick={() => toggle()}>
            <Icon path={isClose ? zoomOutPath : zoomInPath} />
          </button>
          <DownloadButton key={`${shot.key} ${shot.at}`} shot={shot} name={name} />
          <button type="button" class="round" autofocus aria-label={text('dismiss')} onClick={close}>
            <Icon path={closePath} />
          </button>
        </div>
        {all.length > 1 && (
          <>
            <button type="button" class="round turn back" aria-label={text('previous')} aria-disabled={index === 0} onClick={() => go(-1)}>
              <Icon path={previousPath} />
            </button>
            <button
              type="button"
              class="round turn on"
              aria-label={text('next')}
              aria-disabled={index === all.length - 1}
              onClick={() => go(1)}
            >
              <Icon path={nextPath} />
            </button>
          </>
        )}
      </dialog>
    )
  }
})

interface PrintProps {
  readonly shot: Shot
  readonly name: string
  readonly image: { current: HTMLImageElement | null }
  readonly sight: Sight
}

const Print = view<PrintProps>((ui, own) => {
  let followed: FollowedFile | undefined
  return ({ shot, name, image, sight: { scale, x, y } }) => {
    followed ??= followFile(ui, shot, own.signal)
    const state = followed.state.value
    const { text } = ui.words.value
    if (state.status === 'there') {
      return (
        <img
          ref={image}
          src={state.url}
          alt={name}
          draggable={false}
          style={{ transform: scale === 1 ? undefined : `translate(${x}px, ${y}px) scale(${scale})` }}
          onLoad={followed.loaded}
          onError={followed.failed}
        />
      )
    }
    if (state.status === 'asking') return <p class="late">{text('loading')}</p>
    return (
      <div class="flex">
        <Icon path={alertPath} />
        <p>{text(state.status === 'gone' ? 'fileGone' : state.status === 'block' ? 'blocked' : 'scanning')}</p>
        {state.status === 'gone' && (
          <button type="button" class="quiet" onClick={followed.again}>
            {text('again')}
          </button>
        )}
      </div>
    )
  }
})

const DownloadButton = view<{ readonly shot: Shot; readonly name: string }>((ui, own) => {
  let followed: FollowedFile | undefined
  return ({ shot, name }) => {
    followed ??= followFile(ui, shot, own.signal)
    const state = followed.state.value
    async function bring(): Promise<void> {
      const { entry, file } = shot
      const url = file.data && state.status === 'there' ? state.url : await ui.chat.fileUrl(entry.sid!, file.sid)
      if (url) save(url, name)
    }
    return (
      state.status === 'there' && (
        <button type="button" class="round" aria-label={ui.words.value.text('download', { name })} onClick={bring}>
          <Icon path={downloadPath} />
        </button>
      )
    )
  }
})
