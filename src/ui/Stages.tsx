import type { ComponentChildren, JSX } from 'preact'
import { later } from './later.tsx'
import { view } from './observe.ts'
import type { StringKey } from './strings.ts'

/** Where there is no log: what is going on, in helpful words, and the one thing to do. */
export const Stage = view<{
  readonly icon: ComponentChildren
  readonly title: StringKey
  readonly words: StringKey
  readonly children?: ComponentChildren
}>(({ words }) => (props) => (
  <div class="stage scroll">
    <div class="emblem">{props.icon}</div>
    <h3>{words.value.text(props.title)}</h3>
    <p class="muted">{words.value.text(props.words)}</p>
    {props.children}
  </div>
))

const ErrorLine = later('ErrorLine')

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

/** The shape of what comes, shown only when it takes a moment. */
export const Loading = view(({ words }) => (): JSX.Element => (
  <div class="skeleton late">
    <p class="hidden">{words.value.text('connecting')}</p>
    <i />
    <i />
    <i />
  </div>
))
