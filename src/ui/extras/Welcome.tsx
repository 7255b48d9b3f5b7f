import { view } from '../observe.ts'
import { Stage } from './Stage.tsx'
import { ErrorLine } from './ErrorLine.tsx'
import { rare } from './rare.tsx'

const PreChat = rare(() => import('../forms/index.ts'), 'PreChat')
const Away = rare(() => import('../away/index.ts'), 'Away')

/** Starts a conversation: at once, or with the questions that the host has. `again`: the next one. */
export const Start = view<{ readonly again?: boolean }>(({ options }) => ({ again = false }) => {
  return options.value.preChat?.length ? <PreChat again={again} /> : <StartButton />
})

/** The same button before and while the back end is asked, so that it keeps the focus. */
const StartButton = view(({ chat, words }) => () => {
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

export const Welcome = view(({ chat, options }) => () => {
  const session = chat.session.value
  const canStart = session.status !== 'welcome' || session.canStart
  const welcome = (
    <Stage icon={<i class="mark" />} title="welcomeTitle" words={canStart ? 'welcome' : 'welcomeQuiet'}>
      <ErrorLine />
      {canStart && <Start />}
    </Stage>
  )
  const { hours, away = 'auto' } = options.value
  return away === true || (away && hours) ? <Away>{welcome}</Away> : welcome
})
