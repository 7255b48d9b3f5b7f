import { createRef } from 'preact'
import { filePath } from '../extras/icons.ts'
import { Phrase } from '../extras/Phrase.tsx'
import { rare } from '../extras/rare.tsx'
import { cleanName } from '../foreign.ts'
import { closePath, Icon } from '../icons.tsx'
import { FileName } from '../files/FileName.tsx'
import { fileSize } from '../log/file-size.ts'
import { view } from '../observe.ts'
import type { Attachment, Attachments } from './attachments.ts'

const Recorder = rare(() => import('../voice/index.ts'), 'Recorder')
const Player = rare(() => import('../files/index.ts'), 'Player')

/** Above the field: what goes with the next Message, what is being recorded, and what could not be taken. */
export const Tray = view<{ readonly attachments: Attachments }>(({ words }) => ({ attachments }) => {
  const { text } = words.value
  const items = attachments.items.value
  const problems = attachments.problems.value
  return (
    <>
      {problems.length > 0 && (
        <div class="flex problems small">
          <div>
            {problems.map(({ id, values }, at) => (
              <p key={at} class="bad">
                <Phrase id={id} values={values} />
              </p>
            ))}
          </div>
          <button type="button" class="round mini" aria-label={text('dismiss')} onClick={() => (attachments.problems.value = [])}>
            <Icon path={closePath} />
          </button>
        </div>
      )}
      {attachments.recording.value && <Recorder attachments={attachments} />}
      {items.length > 0 && (
        <ul class="flex tray" aria-label={text('attach')}>
          {items.map((item) => (
            <Item key={item.key} item={item} attachments={attachments} />
          ))}
        </ul>
      )}
    </>
  )
})

const Item = view<{ readonly item: Attachment; readonly attachments: Attachments }>(({ words }) => {
  const row = createRef<HTMLLIElement>()
  return ({ item: { key, name, kind, size, facts, preview }, attachments }) => {
    const { text, locale } = words.value
    const shown = cleanName(name) || text('file')
    function onRemove(): void {
      const { current } = row
      const next = current?.nextElementSibling ?? current?.previousElementSibling
      const heir = next ?? current?.closest('form')
      attachments.remove(key)
      heir?.querySelector<HTMLElement>(next ? 'button.off' : 'textarea')?.focus()
    }
    const off = (
      <button type="button" class="round mini off" aria-label={text('removeFile', { name: shown })} onClick={onRemove}>
        <Icon path={closePath} />
      </button>
    )
    if (kind === 'picture')
      return (
        <li ref={row} class="thumb">
          {preview ? <img src={preview} alt={shown} /> : <span class="hidden">{shown}</span>}
          {off}
        </li>
      )
    return (
      <li ref={row} class="flex chip">
        {facts.ms !== undefined && preview ? (
          <Player src={preview} facts={facts} />
        ) : (
          <>
            <Icon path={filePath} />
            <div>
              <FileName name={shown} />
              <span class="small">{fileSize(size, locale)}</span>
            </div>
          </>
        )}
        {off}
      </li>
    )
  }
})
