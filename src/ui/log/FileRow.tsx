import type { Media } from '../../chat/types.ts'
import { cleanName } from '../foreign.ts'
import { Icon } from '../icons.tsx'
import { view } from '../observe.ts'
import { fileSize } from './file-size.ts'
import { filePath } from '../extras/icons.ts'

/** A file by name, size and type. The end of the name stands apart: no direction mark can dress up its extension. */
export const FileRow = view<{ readonly media: Media }>(({ words }) => ({ media }) => {
  const { text, locale } = words.value
  const name = cleanName(media.filename ?? '') || text('file')
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
          {fileSize(media.size, locale)} · <bdi>{media.contentType}</bdi>
        </span>
      </div>
    </div>
  )
})
