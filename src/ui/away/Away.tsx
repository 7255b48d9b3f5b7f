import { computed, effect, signal, untracked } from '@preact/signals-core'
import type { ComponentChildren } from 'preact'
import { onEnd } from '../../lib/lifetime.ts'
import { firstAnswers, toTold, type Answers, type Field } from '../forms/fields.ts'
import { Form } from '../forms/Form.tsx'
import { Icon } from '../icons.tsx'
import { view } from '../observe.ts'
import type { Words } from '../words.ts'
import { donePath, moonPath } from './icons.ts'
import { opennessAt, readHours } from './hours.ts'
import { whenIn } from './when.ts'

/** A device that slept, or a clock that was set: looked at anew at least this often. */
const LOOK_MS = 60_000

/** In place of the welcome while nobody is there; `children`, the welcome, while somebody is. It changes by itself, on the minute. */
export const Away = view<{ readonly children?: ComponentChildren }>(({ chat, options, words, page, spoken }, own) => {
  const hours = computed(() => {
    const given = options.value.hours
    const read = given ? readHours(given) : null
    if (given && !read) console.warn('Parlour: hours is not a timetable; it is left out')
    return read
  })
  const now = signal(page.now())
  const openness = computed(() => {
    const { away = 'auto' } = options.value
    if (away !== 'auto') return { open: !away, until: null }
    return hours.value ? opennessAt(hours.value, now.value) : { open: true, until: null }
  })
  const look = (): void => void (now.value = page.now())
  let timer: ReturnType<typeof setTimeout> | undefined
  const stops = [
    effect(() => {
      const { until } = openness.value
      clearTimeout(timer)
      timer = setTimeout(look, Math.min(until === null ? LOOK_MS : Math.max(until - now.value, 0), LOOK_MS))
    }),
    effect(() => {
      if (page.visible.value) untracked(look)
    }),
  ]
  onEnd(own.signal, () => {
    for (const stop of stops) stop()
    clearTimeout(timer)
  })

  const phase = signal<'writing' | 'sending' | 'failed' | 'told'>('writing')
  const answers = signal<Answers>(Object.create(null) as Answers)
  async function leave(fields: readonly Field[]): Promise<void> {
    phase.value = 'sending'
    const told = await chat.tell('leaveUrl', toTold(fields, answers.peek()))
    phase.value = told ? 'told' : 'failed'
    if (told) answers.value = firstAnswers(fields)
    spoken.value = words.peek().text(told ? 'leaveDone' : 'errorSend')
  }
  return ({ children }) => {
    const { open, until } = openness.value
    // What somebody is writing is not taken away when the doors open.
    if (open && (phase.value === 'told' || Object.values(answers.value).every((answer) => answer === ''))) return children
    const { text, locale } = words.value
    const { leaveUrl } = options.value
    const fields = fieldsIn(words.value)
    return (
      <div class="stage scroll">
        <div class="emblem">
          <Icon path={phase.value === 'told' ? donePath : moonPath} />
        </div>
        <h3>{text(phase.value === 'told' ? 'leaveDone' : 'awayTitle')}</h3>
        {until !== null && !open && <p class="strong">{text('awayUntil', { when: whenIn(locale, until, now.value) })}</p>}
        {leaveUrl && phase.value !== 'told' && (
          <>
            <p class="muted">{text('away')}</p>
            <Form
              id="leave"
              fields={fields}
              answers={answers}
              busy={phase.value === 'sending'}
              label="leave"
              onSubmit={() => void leave(fields)}
            >
              {phase.value === 'failed' && <p class="bad">{text('errorSend')}</p>}
            </Form>
          </>
        )}
        {leaveUrl && phase.value === 'told' && (
          <button type="button" class="quiet" data-parlour-focus onClick={() => (phase.value = 'writing')}>
            {text('leave')}
          </button>
        )}
      </div>
    )
  }
})

const fieldsIn = ({ text }: Words): readonly Field[] => {
  const field = (name: string, label: string, type: Field['type'], maxLength: number, autocomplete: string): Field => ({
    name,
    label,
    type,
    maxLength,
    autocomplete,
    required: name !== 'name',
    options: [],
    pattern: null,
    value: '',
  })
  return [
    field('name', text('name'), 'text', 60, 'name'),
    field('email', text('email'), 'email', 254, 'email'),
    field('message', text('message'), 'textarea', 2_000, 'off'),
  ]
}
