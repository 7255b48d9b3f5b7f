import type { JSX } from 'preact'
import type { Media } from '../chat/types.ts'
import { useUi } from './context.ts'
import { filePath } from './extra-icons.ts'
import { cleanName } from './foreign.ts'
import { Icon } from './icons.tsx'

/** A file by name, size and type. The end of the name stands apart: no direction mark can dress up its extension. */
export function FileRow({ media }: { readonly media: Media }): JSX.Element {
  const { words, dates } = useUi()
  const name = cleanName(media.filename ?? '') || words.value.text('file')
  const dot = name.lastIndexOf('.')
  const cut = dot > 0 ? dot : name.length
  return (
    <div class="flex file">
      <Icon path={filePath} />
      <div>
        <span class="strong">
          <bdi>{name.slice(0, cut)}</bdi>
          <bdi>{name.slice(cut)}</bdi>
        </span>
        <span class="small">
          {dates.value.size(media.size)} · <bdi>{media.contentType}</bdi>
        </span>
      </div>
    </div>
  )
}
