import type { ComponentChildren } from 'preact'
import { Composer } from './Composer.tsx'
import { Header } from './Header.tsx'
import { later } from './later.tsx'
import { view } from './observe.ts'
import { Loading } from './Loading.tsx'
import { canSend, toStage } from './view.ts'

const Timeline = later('Timeline')
const Rooms = later('Rooms')
const Welcome = later('Welcome')
const StatusBar = later('StatusBar')
const TypingIndicator = later('TypingIndicator')
const Prelude = later('Prelude')
const Overlays = later('Overlays')
const Waiting = later('Waiting')
const Failed = later('Failed')
const Closed = later('Closed')
const Ended = later('Ended')

export const Panel = view(({ chat, words, options, page, extras }) => {
  function onKeyDown(event: KeyboardEvent & { readonly currentTarget: HTMLDivElement }): void {
    // Shortcuts of the page are not for what is typed here; seen from outside, it comes from no text field.
    event.stopPropagation()
    if (event.key === 'Escape' && !event.isComposing) chat.setOpen(false)
    if (event.key === 'Tab' && page.phone.peek()) extras.peek()?.wrapTab(event, event.currentTarget)
  }
  const keepIn = (event: Event): void => event.stopPropagation()
  return () => {
    const title = options.value.title || words.value.text('title')
    const open = chat.open.value
    return (
      <div
        class={open ? 'panel open' : 'panel'}
        part="panel"
        role="dialog"
        aria-modal={open && page.phone.value ? true : undefined}
        aria-hidden={!open}
        inert={!open}
        aria-label={title}
        tabIndex={-1}
        onKeyDown={onKeyDown}
        onKeyUp={keepIn}
        onKeyPress={keepIn}
      >
        <Header title={title} />
        <Content />
        <Overlays />
      </div>
    )
  }
})

const Content = view(({ chat, extras, listing }) => (): ComponentChildren => {
  if (listing.value) return <Rooms />
  const session = chat.session.value
  const stage = toStage(session, chat.timeline.value.entries.length > 0)
  switch (stage) {
    case 'welcome':
      return <Welcome />
    case 'waiting':
      return <Waiting />
    case 'failed':
      return <Failed />
    case 'closed':
      return <Closed />
    default:
      return (
        <>
          {stage !== 'ended' && <StatusBar />}
          {stage === 'loading' || !extras.value ? <Loading /> : <Timeline key="log" />}
          {stage === 'ended' && <Ended />}
          {stage === 'conversation' && (
            <>
              {/* Its line is always there, so that nothing moves when somebody begins to type. */}
              <div class="flex typing small">
                <TypingIndicator />
              </div>
              <Prelude />
              <slot name="composer">
                <Composer ready={canSend(session)} />
              </slot>
            </>
          )}
        </>
      )
  }
})
