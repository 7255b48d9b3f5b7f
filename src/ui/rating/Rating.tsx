import { signal, type Signal } from '@preact/signals-core'
import type { JSX } from 'preact'
import type { Ui } from '../context.ts'
import { Icon } from '../icons.tsx'
import { view } from '../observe.ts'
import type { Words } from '../words.ts'
import { badPath, goodPath, starPath } from './icons.ts'
import { scales, type RatingKind } from './scales.ts'

type Phase = 'asking' | 'sending' | 'failed' | 'rated' | 'skipped'

/** How far we are with each conversation, while the panel lives: nobody is asked twice. */
const phases = new WeakMap<Ui['chat'], Map<string, Signal<Phase>>>()

function phaseOf(chat: Ui['chat'], channelSid: string): Signal<Phase> {
  const ofChat = phases.get(chat) ?? new Map<string, Signal<Phase>>()
  phases.set(chat, ofChat)
  const phase = ofChat.get(channelSid) ?? signal<Phase>('asking')
  ofChat.set(channelSid, phase)
  return phase
}

const LONGEST_COMMENT = 1_000

/** Asks how the conversation was, once it is over: a choice, then a comment for who likes to write one. */
export const Rating = view<{ readonly channelSid: string }>(({ chat, options, words, spoken }) => {
  const chosen = signal<number | null>(null)
  const comment = signal('')

  async function send(phase: Signal<Phase>, channelSid: string, kind: RatingKind): Promise<void> {
    if (phase.peek() === 'sending') return
    phase.value = 'sending'
    const told = await chat.tell('rateUrl', { channelSid, kind, value: chosen.peek(), comment: comment.peek().trim() })
    phase.value = told ? 'rated' : 'failed'
    spoken.value = words.peek().text(told ? 'rated' : 'errorSend')
  }
  return ({ channelSid }): JSX.Element | false => {
    const { text } = words.value
    const kind = options.value.rating ?? 'stars'
    const phase = phaseOf(chat, channelSid)
    if (phase.value === 'skipped') return false
    if (phase.value === 'rated') return <p class="strong">{text('rated')}</p>
    const { value } = chosen
    return (
      <form
        class="rating"
        onSubmit={(event) => {
          event.preventDefault()
          void send(phase, channelSid, kind)
        }}
      >
        <fieldset>
          <legend class="strong">{text(kind === 'scale' ? 'rateScale' : 'rateTitle')}</legend>
          <div class={`flex choices ${kind}`}>
            {scales[kind].map((each) => (
              <label key={each} class={isLit(kind, each, value) ? 'choice lit' : 'choice'}>
                <input
                  type="radio"
                  class="hidden"
                  name="rating"
                  value={each}
                  checked={each === value}
                  onChange={() => (chosen.value = each)}
                />
                <Face kind={kind} value={each} words={words.value} />
              </label>
            ))}
          </div>
        </fieldset>
        {value !== null && (
          <textarea
            class="comment"
            rows={2}
            dir="auto"
            aria-label={text('comment')}
            placeholder={text('comment')}
            maxLength={LONGEST_COMMENT}
            value={comment.value}
            onInput={({ currentTarget }) => (comment.value = currentTarget.value)}
          />
        )}
        {phase.value === 'failed' && <p class="bad">{text('errorSend')}</p>}
        <div class="flex answers">
          <button type="button" class="quiet" onClick={() => (phase.value = 'skipped')}>
            {text('skip')}
          </button>
          {value !== null && (
            <button class="quiet tell" aria-disabled={phase.value === 'sending'}>
              {text('rate')}
            </button>
          )}
        </div>
      </form>
    )
  }
})

/** All stars up to the chosen one shine; of the others only the chosen one. */
const isLit = (kind: RatingKind, each: number, chosen: number | null): boolean =>
  chosen !== null && (kind === 'stars' ? each <= chosen : each === chosen)

function Face({ kind, value, words }: { readonly kind: RatingKind; readonly value: number; readonly words: Words }): JSX.Element {
  if (kind === 'scale') return <span>{value.toLocaleString(words.locale)}</span>
  return (
    <>
      <Icon path={kind === 'stars' ? starPath : value ? goodPath : badPath} />
      <span class={kind === 'stars' ? 'hidden' : 'small'}>
        {kind === 'stars' ? words.text('stars', { count: value }) : words.text(value ? 'good' : 'bad')}
      </span>
    </>
  )
}
