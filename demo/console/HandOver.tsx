import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Colleague } from './front-desk.ts'

interface Props {
  readonly colleagues: readonly Colleague[]
  /** Rejects with a sentence to show. */
  onHandOver(to: Colleague): Promise<void>
}

/** Another agent takes over. */
export function HandOver({ colleagues, onHandOver }: Props): JSX.Element {
  const to = useSignal(colleagues[0]?.identity)
  const busy = useSignal(false)
  const problem = useSignal<string | null>(null)

  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    const colleague = colleagues.find(({ identity }) => identity === to.value)
    if (!colleague || busy.value) return
    busy.value = true
    problem.value = null
    await onHandOver(colleague).catch((error: unknown) => {
      problem.value = error instanceof Error ? error.message : 'That did not work.'
    })
    busy.value = false
  }
  return (
    <form class="hand-over" onSubmit={(event) => void submit(event)}>
      <label>
        Hand over to{' '}
        <select value={to.value} onChange={({ currentTarget }) => (to.value = currentTarget.value)}>
          {colleagues.map(({ identity, name }) => (
            <option key={identity} value={identity}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <button class="quiet" disabled={busy.value}>
        Hand over
      </button>
      {problem.value !== null && (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      )}
    </form>
  )
}
