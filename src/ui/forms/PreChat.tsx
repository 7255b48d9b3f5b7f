import { computed, effect, signal, untracked, type Signal } from '@preact/signals-core'
import type { Ui } from '../context.ts'
import { view } from '../observe.ts'
import { firstAnswers, problemsIn, readFields, toTold, type Answers } from './fields.ts'
import { Form } from './Form.tsx'

/** What this visitor answered, while the panel lives: a start that failed, or a second conversation, asks nothing again. */
const kept = new WeakMap<Ui['chat'], Signal<Answers | null>>()

function answersOf(chat: Ui['chat']): Signal<Answers | null> {
  const known = kept.get(chat)
  if (known) return known
  const answers = signal<Answers | null>(null)
  kept.set(chat, answers)
  // Nothing of one visitor is left to the next.
  effect(() => {
    if (chat.session.value.status === 'closed') untracked(() => (answers.value = null))
  })
  return answers
}

/**
 * The questions before a conversation, and the button that starts it. `again`: below a conversation that has ended, where
 * one press starts the next with what was answered before; only where something is missing the questions appear.
 */
export const PreChat = view<{ readonly again?: boolean }>(({ chat, options, words }) => {
  const given = answersOf(chat)
  const fields = computed(() => readFields(options.value.preChat))
  const asking = signal(false)

  const current = (): Answers => given.peek() ?? firstAnswers(fields.peek())
  const answers = signal<Answers>(current())
  function start(): void {
    given.value = answers.peek()
    chat.start(toTold(fields.peek(), answers.peek()))
  }
  return ({ again = false }) => {
    const busy = chat.session.value.status === 'starting'
    const label = busy ? 'starting' : 'start'
    if (again && !asking.value) {
      const press = (): void => {
        answers.value = current()
        if (problemsIn(fields.peek(), answers.peek()).size > 0) asking.value = true
        else if (!busy) start()
      }
      return (
        <button type="button" class="main" data-parlour-focus aria-disabled={busy} onClick={press}>
          {words.value.text(label)}
        </button>
      )
    }
    return <Form id="before" fields={fields.value} answers={answers} busy={busy} label={label} onSubmit={start} />
  }
})
