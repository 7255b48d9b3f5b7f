import type { ComponentChildren, JSX } from 'preact'
import type { ChatError } from '../chat/errors.ts'
import { useUi } from './context.ts'
import { Dots } from './Dots.tsx'
import { alertPath, chatPath, Icon } from './icons.tsx'
import { errorSentence, type StringKey } from './strings.ts'

/** Where there is no log: what is going on, in helpful words, and the one thing to do. */
function Stage(props: {
  readonly icon: ComponentChildren
  readonly title: StringKey
  readonly words: StringKey
  readonly children?: ComponentChildren
}): JSX.Element {
  const { text } = useUi().words.value
  return (
    <div class="stage scroll">
      <div class="emblem">{props.icon}</div>
      <h3>{text(props.title)}</h3>
      <p class="muted">{text(props.words)}</p>
      {props.children}
    </div>
  )
}

export function ErrorLine({ error }: { readonly error: ChatError | undefined }): JSX.Element | null {
  const { text } = useUi().words.value
  if (!error) return null
  return (
    <p class="flex bad">
      <Icon path={alertPath} />
      <span>{text(errorSentence(error.code))}</span>
    </p>
  )
}

/** The same button before and while the back end is asked, so that it keeps the focus. */
export function StartButton({ starting = false }: { readonly starting?: boolean }): JSX.Element {
  const { chat, words } = useUi()
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
}

export function Welcome(): JSX.Element {
  const session = useUi().chat.session.value
  const starting = session.status === 'starting'
  const canStart = starting || (session.status === 'welcome' && session.canStart)
  return (
    <Stage icon={<Icon path={chatPath} />} title="welcomeTitle" words={canStart ? 'welcome' : 'welcomeQuiet'}>
      <ErrorLine error={session.status === 'welcome' ? session.error : undefined} />
      {canStart && <StartButton starting={starting} />}
    </Stage>
  )
}

export function Waiting(): JSX.Element {
  return <Stage icon={<Dots />} title="waitingTitle" words="waiting" />
}

export function Failed({ error }: { readonly error: ChatError }): JSX.Element {
  const { chat, words } = useUi()
  return (
    <Stage icon={<Icon path={alertPath} />} title="failedTitle" words={errorSentence(error.code)}>
      <button type="button" class="main" data-parlour-focus onClick={() => chat.reconnect()}>
        {words.value.text('again')}
      </button>
    </Stage>
  )
}

export function Closed(): JSX.Element {
  return (
    <div class="stage">
      <p>{useUi().words.value.text('closed')}</p>
    </div>
  )
}

/** The shape of what comes, shown only when it takes a moment. */
export function Loading(): JSX.Element {
  return (
    <div class="skeleton late">
      <p class="hidden">{useUi().words.value.text('connecting')}</p>
      <i />
      <i />
      <i />
    </div>
  )
}

/** Instead of the composer, once the conversation is over. */
export function Ended(): JSX.Element | null {
  const { chat, words } = useUi()
  const session = chat.session.value
  if (session.status !== 'ended') return null
  return (
    <div class="stage ended">
      <p class="muted">{words.value.text(session.reason)}</p>
      <ErrorLine error={session.error} />
      {session.canStart && <StartButton />}
    </div>
  )
}
