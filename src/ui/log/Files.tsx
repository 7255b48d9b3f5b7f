import type { TimelineEntry } from '../../store/chat.ts'
import { rare } from '../extras/rare.tsx'
import { view } from '../observe.ts'
import { factsOf, kindOf, placeOf } from './files.ts'

const Shown = rare(() => import('../files/index.ts'), 'Shown')

/** The files of a Message: their places, as large as they will be. What is in them is loaded with the first. */
export const Files = view<{ readonly entry: TimelineEntry }>(() => ({ entry }) => {
  const facts = factsOf(entry.attributes, entry.media.length)
  let before = 0
  return entry.media.map((file, at) => {
    const kind = kindOf(file.contentType)
    const isDrawn = kind === 'picture' || kind === 'video'
    const { across, ratio } = placeOf(facts[at]!)
    const shown = <Shown entry={entry} file={file} before={before} facts={facts[at]!} />
    before += file.size
    return (
      <div key={at} class={`media ${kind}`} style={isDrawn ? { inlineSize: `${across}em`, aspectRatio: `${ratio}` } : undefined}>
        {shown}
      </div>
    )
  })
})
