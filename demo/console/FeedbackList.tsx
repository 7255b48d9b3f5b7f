import type { JSX } from 'preact'
import type { FrontDesk, Rating } from './front-desk.ts'
import { fullTime } from './time.ts'

/** What visitors thought, and what they left while nobody was there. */
export function FeedbackList({ front }: { front: FrontDesk }): JSX.Element {
  const { ratings, left } = front.feedback.value
  return (
    <>
      <section aria-labelledby="ratings">
        <h2 id="ratings">Ratings</h2>
        {ratings.length === 0 && <p class="nothing">Nobody has rated a conversation yet.</p>}
        <ul class="feedback" aria-label="Ratings">
          {ratings.map((rating) => (
            <li key={rating.channelSid}>
              <p>
                <strong>{rating.by}</strong> <span class="mark-given">{verdict(rating)}</span>{' '}
                <time dateTime={rating.at}>{fullTime(Date.parse(rating.at))}</time>
              </p>
              {rating.comment && <p class="said">{rating.comment}</p>}
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="left">
        <h2 id="left">Left messages</h2>
        {left.length === 0 && <p class="nothing">Nobody has left a message.</p>}
        <ul class="feedback" aria-label="Left messages">
          {left.map(({ at, by, name, email, message }) => (
            <li key={at}>
              <p>
                <strong>{name || by}</strong> <a href={`mailto:${encodeURIComponent(email)}`}>{email}</a>{' '}
                <time dateTime={at}>{fullTime(Date.parse(at))}</time>
              </p>
              <p class="said">{message}</p>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

function verdict({ kind, value }: Rating): string {
  if (kind === 'thumbs') return value ? 'Good' : 'Bad'
  return kind === 'stars' ? `${'★'.repeat(value)}${'☆'.repeat(5 - value)} ${value} of 5` : `${value} of 10`
}
