import type { JSX } from 'preact'
import type { Ref } from 'preact'
import { Composer } from './Composer.tsx'
import { useUi } from './context.ts'
import { Header } from './Header.tsx'
import { Closed, Ended, Failed, Loading, Waiting, Welcome } from './Stages.tsx'
import { StatusBar } from './StatusBar.tsx'
import { Timeline } from './Timeline.tsx'
import { canSend, toStage } from './view.ts'

/** Stays in the document once it was opened: the place in the log and an unfinished edit survive closing it. */
export function Panel({ ref }: { readonly ref: Ref<HTMLDivElement> }): JSX.Element {
  const { chat, words, options, page, extras } = useUi()
  const title = options.value.title || words.value.text('title')
  const open = chat.open.value
  const phone = page.phone.value

  function onKeyDown(event: KeyboardEvent & { readonly currentTarget: HTMLDivElement }): void {
    // Shortcuts of the page are not for what is typed here; seen from outside, it comes from no text field.
    event.stopPropagation()
    if (event.key === 'Escape' && !event.isComposing) chat.setOpen(false)
    if (event.key === 'Tab' && phone) extras.value?.wrapTab(event, event.currentTarget.getRootNode() as ShadowRoot, event.currentTarget)
  }
  return (
    <div
      ref={ref}
      class={open ? 'panel open' : 'panel'}
      part="panel"
      role="dialog"
      aria-modal={open && phone ? true : undefined}
      aria-hidden={!open}
      inert={!open}
      aria-label={title}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onKeyUp={(event) => event.stopPropagation()}
      onKeyPress={(event) => event.stopPropagation()}
    >
      <Header title={title} />
      <Content />
    </div>
  )
}

function Content(): JSX.Element {
  const { chat, extras } = useUi()
  const session = chat.session.value
  switch (toStage(session, chat.timeline.value.entries.length > 0)) {
    case 'loading':
      return (
        <>
          <StatusBar />
          <Loading />
        </>
      )
    case 'welcome':
      return <Welcome />
    case 'waiting':
      return <Waiting />
    case 'failed':
      return session.status === 'failed' ? <Failed error={session.error} /> : <Loading />
    case 'closed':
      return <Closed />
    case 'ended':
      return (
        <>
          <Timeline key="log" />
          <Ended />
        </>
      )
    case 'conversation':
      return (
        <>
          <StatusBar />
          <Timeline key="log" />
          {/* Its line is always there, so that nothing moves when somebody begins to type. */}
          <div class="flex typing small">{extras.value && <extras.value.TypingIndicator />}</div>
          <Composer ready={canSend(session)} />
        </>
      )
  }
}
