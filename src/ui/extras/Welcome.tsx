import { view } from '../observe.ts'
import { Stage } from '../Stages.tsx'
import { ErrorLine } from './ErrorLine.tsx'

/** The same button before and while the back end is asked, so that it keeps the focus. */
export const StartButton = view(({ chat, words }) => () => {
  const starting = chat.session.value.status === 'starting'
  return (
    <button
      type="button"
      class="main"
      data-parlour-focus
      aria-disabled={starting}
      onClick={() => {
        if (!starting) chat.start()
      }}
    >
      {words.value.text(starting ? 'starting' : 'start')}
    </button>
  )
})

export const Welcome = view(({ chat }) => () => {
  const session = chat.session.value
  const canStart = session.status !== 'welcome' || session.canStart
  return (
    <Stage icon={<i class="mark" />} title="welcomeTitle" words={canStart ? 'welcome' : 'welcomeQuiet'}>
      <ErrorLine />
      {canStart && <StartButton />}
    </Stage>
  )
})
