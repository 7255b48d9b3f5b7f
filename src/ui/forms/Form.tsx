import { signal, type Signal } from '@preact/signals-core'
import { createRef, type ComponentChildren, type JSX } from 'preact'
import { view } from '../observe.ts'
import type { StringKey } from '../strings.ts'
import { problemOf, problemsIn, withAnswer, type Answer, type Answers, type Field } from './fields.ts'

interface Props {
  /** Begins the ids of its elements: no two forms on the screen with the same. */
  readonly id: string
  readonly fields: readonly Field[]
  /** What stands in them. */
  readonly answers: Signal<Answers>
  /** It is on its way: pressed again, nothing happens. */
  readonly busy: boolean
  readonly label: StringKey
  /** All that can be checked here is right. */
  readonly onSubmit: () => void
  /** Between the fields and the button. */
  readonly children?: ComponentChildren
}

/**
 * Fields with labels, and what is wrong with one right below it, as its description. Checked when it is sent, and from
 * then on with every key, so that nobody is corrected in the middle of a word. The focus goes to the first that is wrong.
 */
export const Form = view<Props>(({ words }) => {
  const problems = signal<ReadonlyMap<string, StringKey>>(new Map())
  const form = createRef<HTMLFormElement>()
  let props: Props

  function change(field: Field, answer: Answer): void {
    props.answers.value = withAnswer(props.answers.peek(), field.name, answer)
    if (!problems.peek().has(field.name)) return
    const problem = problemOf(field, answer)
    const rest = new Map(problems.peek())
    if (problem) rest.set(field.name, problem)
    else rest.delete(field.name)
    problems.value = rest
  }
  function submit(event: Event): void {
    event.preventDefault()
    if (props.busy) return
    problems.value = problemsIn(props.fields, props.answers.peek())
    const [first] = problems.peek().keys()
    if (first === undefined) return props.onSubmit()
    form.current!.querySelector<HTMLElement>(`#${props.id}-${first}`)!.focus()
  }
  return (current): JSX.Element => {
    props = current
    const { id, fields, answers, busy, label, children } = current
    const shown = fields.filter(({ type }) => type !== 'hidden')
    return (
      <form ref={form} class="form" noValidate onSubmit={submit}>
        {shown.map((field, at) => (
          <Entry
            key={field.name}
            id={`${id}-${field.name}`}
            field={field}
            answer={answers.value[field.name] ?? ''}
            problem={problems.value.get(field.name)}
            first={at === 0}
            onChange={change}
          />
        ))}
        {children}
        <button class="main" aria-disabled={busy} data-parlour-focus={shown.length === 0 ? '' : undefined}>
          {words.value.text(label)}
        </button>
      </form>
    )
  }
})

interface EntryProps {
  readonly id: string
  readonly field: Field
  readonly answer: Answer
  readonly problem: StringKey | undefined
  /** Where the focus goes when the form appears. */
  readonly first: boolean
  readonly onChange: (field: Field, answer: Answer) => void
}

const Entry = view<EntryProps>(({ words }) => ({ id, field, answer, problem, first, onChange }) => {
  const { text } = words.value
  const { type, name, label, required, maxLength, autocomplete, options } = field
  const given = typeof answer === 'string' ? answer : ''
  const common = {
    id,
    name,
    required,
    'aria-invalid': problem ? true : undefined,
    'aria-describedby': problem ? `${id}-problem` : undefined,
    'data-parlour-focus': first ? '' : undefined,
  }
  const onText = ({ currentTarget }: { readonly currentTarget: { readonly value: string } }): void => onChange(field, currentTarget.value)
  const caption = (
    <>
      <bdi>{label}</bdi>
      {!required && type !== 'checkbox' && <span class="small"> ({text('optional')})</span>}
    </>
  )
  return (
    <div class="entry">
      {type === 'checkbox' ? (
        <label class="flex tick">
          <input
            {...common}
            type="checkbox"
            checked={answer === true}
            onChange={({ currentTarget }) => onChange(field, currentTarget.checked)}
          />
          <span>{caption}</span>
        </label>
      ) : (
        <>
          <label for={id}>{caption}</label>
          {type === 'select' ? (
            <select {...common} class="input" value={given} onChange={onText}>
              {/* Nothing is chosen for anybody. */}
              <option value="" />
              {options.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.label}
                </option>
              ))}
            </select>
          ) : type === 'textarea' ? (
            <textarea
              {...common}
              class="input"
              rows={3}
              dir="auto"
              maxLength={maxLength}
              autocomplete={autocomplete || undefined}
              value={given}
              onInput={onText}
            />
          ) : (
            <input
              {...common}
              class="input"
              type={type as 'text'}
              dir="auto"
              maxLength={maxLength}
              autocomplete={autocomplete || undefined}
              value={given}
              onInput={onText}
            />
          )}
        </>
      )}
      {problem && (
        <p id={`${id}-problem`} class="small bad">
          {text(problem)}
        </p>
      )}
    </div>
  )
})
