import type { JSX } from 'preact'
import { Icon } from '../icons.tsx'
import { view } from '../observe.ts'
import { Stage } from './Stage.tsx'
import { Dots } from './Dots.tsx'
import { errorSentence } from './error-sentence.ts'
import { ErrorLine } from './ErrorLine.tsx'
import { alertPath } from './icons.ts'
import { rare } from './rare.tsx'
import { Start } from './Welcome.tsx'

const Rating = rare(() => import('../rating/index.ts'), 'Rating')

export const Waiting = view(() => (): JSX.Element => <Stage icon={<Dots />} title="waitingTitle" words="waiting" />)

export const Failed = view(({ chat, words }) => () => {
  const session = chat.session.value
  return (
    session.status === 'failed' && (
      <Stage icon={<Icon path={alertPath} />} title="failedTitle" words={errorSentence(session.error.code)}>
        <button type="button" class="main" data-parlour-focus onClick={() => chat.reconnect()}>
          {words.value.text('again')}
        </button>
      </Stage>
    )
  )
})

export const Closed = view(({ words }) => () => (
  <div class="stage">
    <p>{words.value.text('closed')}</p>
  </div>
))

/** Instead of the composer, once the conversation is over. */
export const Ended = view(({ chat, words, options }) => () => {
  const session = chat.session.value
  return (
    session.status === 'ended' && (
      <div class="stage ended">
        <p class="muted">{words.value.text(session.reason)}</p>
        {session.reason === 'ended' && options.value.rateUrl && <Rating channelSid={session.channelSid} />}
        <ErrorLine />
        {session.canStart && <Start again />}
      </div>
    )
  )
})
