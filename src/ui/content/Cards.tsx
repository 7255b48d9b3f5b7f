import { signal } from '@preact/signals-core'
import { createRef } from 'preact'
import type { Button, Card, Picture } from '../../chat/content.ts'
import { Icon } from '../icons.tsx'
import { view } from '../observe.ts'
import { canSend } from '../view.ts'
import { addressOf, aimOf } from './address.ts'
import { leftPath, rightPath } from './icons.ts'
import { mayFetch } from './media-hosts.ts'
import { OUT } from './Text.tsx'

/** Without the buttons that lead nowhere; without those of which nothing is left then. */
export function usable(cards: readonly Card[]): Card[] {
  return cards
    .map((card) => ({ ...card, buttons: card.buttons.filter(({ url }) => url === null || addressOf(url)) }))
    .filter(({ title, text, buttons }) => title || text || buttons.length > 0)
}

/** Its room is there before it is. */
export const PictureView = view<{ readonly picture: Picture }>(({ options }) => ({ picture: { url, alt, ratio } }) => {
  if (!mayFetch(url, options.value.mediaHosts)) return null
  return <img src={url} alt={alt} style={{ aspectRatio: ratio }} loading="lazy" decoding="async" referrerpolicy="no-referrer" />
})

const CardButton = view<{ readonly button: Button }>(({ chat }) => ({ button: { label, text, url } }) => {
  const address = url === null ? null : addressOf(url)
  const aim = address && aimOf(label, address)
  return address ? (
    <a class="card-button" href={address.href} {...OUT}>
      <bdi>{label}</bdi>
      {aim && <bdi> ({aim})</bdi>}
    </a>
  ) : (
    <button type="button" class="card-button" disabled={!canSend(chat.session.value)} onClick={() => void chat.send(text)}>
      <bdi>{label}</bdi>
    </button>
  )
})

const CardView = ({ card: { title, text, picture, buttons } }: { readonly card: Card }): preact.JSX.Element => (
  <>
    {picture && <PictureView picture={picture} />}
    {title && (
      <p class="strong" dir="auto">
        {title}
      </p>
    )}
    {text && (
      <p class="card-text" dir="auto">
        {text}
      </p>
    )}
    {buttons.map((button, at) => (
      <CardButton key={at} button={button} />
    ))}
  </>
)

/** One card, or several to leaf through: by hand, by the arrow keys, and by two buttons. */
export const Cards = view<{ readonly cards: readonly Card[] }>(({ words }) => {
  const box = createRef<HTMLUListElement>()
  const place = signal(0)

  /** From the edge at which lines begin. */
  function distances(): number[] {
    const edge = box.current!.getBoundingClientRect()
    const isRtl = words.peek().dir === 'rtl'
    return [...box.current!.children].map((card) => {
      const { left, right } = card.getBoundingClientRect()
      return isRtl ? right - edge.right : left - edge.left
    })
  }
  function onScroll(): void {
    // The event comes with a frame: the Message may be gone by then.
    if (!box.current) return
    const nearest = distances().map(Math.abs)
    place.value = nearest.indexOf(Math.min(...nearest))
  }
  function go(by: number): void {
    box.current!.scrollBy({ left: distances()[place.peek() + by] ?? 0 })
  }
  return ({ cards }) => {
    const { text } = words.value
    if (cards.length === 1)
      return (
        <div class="card">
          {cards.map((card) => (
            <CardView key="card" card={card} />
          ))}
        </div>
      )
    return (
      <>
        <ul ref={box} class="cards" tabIndex={0} onScroll={onScroll}>
          {cards.map((card, at) => (
            <li key={at} class="card" aria-label={text('place', { index: at + 1, total: cards.length })}>
              <CardView card={card} />
            </li>
          ))}
        </ul>
        <div class="flex leaf">
          <button type="button" class="round flip" aria-label={text('previous')} disabled={place.value === 0} onClick={() => go(-1)}>
            <Icon path={leftPath} />
          </button>
          <span class="small" aria-hidden="true">
            {text('place', { index: place.value + 1, total: cards.length })}
          </span>
          <button
            type="button"
            class="round flip"
            aria-label={text('next')}
            disabled={place.value >= cards.length - 1}
            onClick={() => go(1)}
          >
            <Icon path={rightPath} />
          </button>
        </div>
      </>
    )
  }
})
