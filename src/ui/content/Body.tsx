import type { TimelineEntry } from '../../store/chat.ts'
import { rare } from '../extras/rare.tsx'
import { view } from '../observe.ts'
import { drawText } from './Text.tsx'

const Rich = rare(() => import('./index.ts'), 'Rich')
const Respond = rare(() => import('./index.ts'), 'Respond')

/** What a Message says. Its text at once; what else it brings from a file of its own. */
export const Body = view<{ readonly entry: TimelineEntry }>(({ words, options }) => ({ entry }) => {
  const { body, media, attributes, own } = entry
  const { reactions, hooks } = options.value
  const text = body ? drawText(body) : media.length === 0 && <p class="muted">{words.value.text('unsupported')}</p>
  if (!('parlour' in attributes) && !reactions && (own || !hooks?.translate)) return text
  return <Rich entry={entry}>{text}</Rich>
})

/** The ways to answer one Message: quoting it, or with an emoji. */
export const Answering = view<{ readonly entry: TimelineEntry }>(({ options }) => ({ entry }) => {
  const { replies, reactions } = options.value
  return (replies || reactions) && entry.sid && !entry.deleted && <Respond entry={entry} />
})
