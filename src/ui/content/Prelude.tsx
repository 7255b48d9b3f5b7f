import { readEvent } from '../../chat/event.ts'
import { readReaction } from '../../chat/reaction.ts'
import { rare } from '../extras/rare.tsx'
import { view } from '../observe.ts'
import { canSend } from '../view.ts'

const QuickReplies = rare(() => import('./index.ts'), 'QuickReplies')
const ReplyBar = rare(() => import('./index.ts'), 'ReplyBar')

/** What stands over the composer: answers that the last Message suggests, and the Message that is being answered. */
export const Prelude = view(({ chat, reply }) => () => {
  const last = chat.timeline.value.entries.findLast(({ attributes }) => !readEvent(attributes) && !readReaction(attributes))
  return (
    <>
      {last && !last.own && !last.deleted && 'parlour' in last.attributes && canSend(chat.session.value) && (
        <QuickReplies key={last.key} entry={last} />
      )}
      {reply.value && <ReplyBar />}
    </>
  )
})
