import { signal } from '@preact/signals-core'
import type { ComponentChildren } from 'preact'
import { readContent, type Preview, type Quote } from '../../chat/content.ts'
import type { TimelineEntry } from '../../store/chat.ts'
import { cleanName } from '../foreign.ts'
import { view } from '../observe.ts'
import { addressOf } from './address.ts'
import { Cards, PictureView, usable } from './Cards.tsx'
import { Reactions } from './Reactions.tsx'
import { drawText, OUT } from './Text.tsx'
import { translationOf } from './translations.ts'

interface Props {
  readonly entry: TimelineEntry
  /** Its text, or what stands for it. */
  readonly children?: ComponentChildren
}

/** A Message with what it brings beside its body. What cannot be read or shown leaves the body: it is never blank. */
export const Rich = view<Props>(({ options }) => ({ entry, children }) => {
  const { reactions, hooks } = options.value
  const { cards, replyTo, preview } = readContent(entry.attributes)
  const shown = usable(cards)
  return (
    <>
      {replyTo && <QuoteView quote={replyTo} />}
      {shown.length > 0 ? (
        <Cards cards={shown} />
      ) : hooks?.translate && !entry.own && entry.body ? (
        <Translated key={entry.body} entry={entry}>
          {children}
        </Translated>
      ) : (
        children
      )}
      {preview && <PreviewView preview={preview} />}
      {reactions && <Reactions entry={entry} />}
    </>
  )
})

/** What was answered. Where it stands in the log its own words count, not those that the answer has of it. */
const QuoteView = view<{ readonly quote: Quote }>(({ chat, words }) => ({ quote }) => {
  const { text } = words.value
  const said = chat.timeline.peek().entries.find(({ sid }) => sid === quote.to)
  const name = said ? (said.own ? text('you') : said.authorName) : quote.name
  return (
    <blockquote class="small answered">
      <bdi class="strong">{cleanName(name)}</bdi>
      <p class="snippet" dir="auto">
        {said?.deleted ? text('deleted') : said?.body || quote.text}
      </p>
    </blockquote>
  )
})

const PreviewView = ({ preview: { url, title, text, picture } }: { readonly preview: Preview }): ComponentChildren => {
  const address = addressOf(url)
  if (!address?.host) return null
  return (
    <a class="card preview" href={address.href} {...OUT}>
      {picture && <PictureView picture={picture} />}
      <span class="strong" dir="auto">
        {title}
      </span>
      {text && (
        <span class="card-text snippet" dir="auto">
          {text}
        </span>
      )}
      <bdi class="small">{address.host}</bdi>
    </a>
  )
}

/** In the visitor's language, once the host's function has it; the original is one click away. */
const Translated = view<Props>(({ options, words }) => {
  const original = signal(false)
  return ({ entry, children }) => {
    const { text, locale } = words.value
    const translate = options.value.hooks?.translate
    const translation = translate ? translationOf(translate, entry, locale).value : null
    if (translation === null) return children
    return (
      <>
        {original.value ? children : drawText(translation, locale)}
        <button type="button" class="turn small" onClick={() => (original.value = !original.peek())}>
          {text(original.value ? 'showTranslation' : 'showOriginal')}
        </button>
      </>
    )
  }
})
