import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { FrontDesk } from './front-desk.ts'
import { shortTime } from './time.ts'

interface Props {
  readonly front: FrontDesk
  /** It is ours now. */
  onAccepted(channelSid: string): void
}

/** The line before the counter: whether there is one, and who stands in it. */
export function WaitingLine({ front, onAccepted }: Props): JSX.Element {
  const { queueing, waiting } = front.state.value
  const problem = useSignal<string | null>(null)

  async function attempt(work: () => Promise<void>): Promise<void> {
    problem.value = null
    await work().catch((error: unknown) => {
      problem.value = error instanceof Error ? error.message : 'That did not work.'
    })
  }
  return (
    <section class="line-up" aria-label="Waiting visitors">
      <label class="switch">
        <input
          type="checkbox"
          checked={queueing}
          onChange={({ currentTarget }) => void attempt(() => front.setQueueing(currentTarget.checked))}
        />
        New visitors wait in a queue
      </label>
      {waiting.length > 0 && (
        <ol aria-label="Queue">
          {waiting.map(({ channelSid, name, since }) => (
            <li key={channelSid}>
              <span class="who" id={`waiting-${channelSid}`}>
                {name}
              </span>
              <time dateTime={since}>{shortTime(Date.parse(since))}</time>
              <button
                type="button"
                class="quiet"
                aria-describedby={`waiting-${channelSid}`}
                onClick={() =>
                  void attempt(async () => {
                    await front.accept(channelSid)
                    onAccepted(channelSid)
                  })
                }
              >
                Accept
              </button>
            </li>
          ))}
        </ol>
      )}
      {problem.value !== null && (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      )}
    </section>
  )
}
