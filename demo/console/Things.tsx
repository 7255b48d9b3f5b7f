import type { JSX } from 'preact'
import type { Rows } from './admin-client.ts'

interface ThingsProps<T extends { readonly sid: string }> {
  readonly label: string
  readonly title?: string
  readonly rows: Rows<T>
  about(row: T): { readonly name: string; readonly details: string }
  readonly current?: string | undefined
  readonly openLabel?: string
  onOpen?(row: T): void
  onRemove(row: T): void
}

/** A list of the administrator's, with its count and a way to remove each. */
export function Things<T extends { readonly sid: string }>(props: ThingsProps<T>): JSX.Element {
  const { label, title = label, rows, about, current, openLabel, onOpen, onRemove } = props
  return (
    <section aria-labelledby={`things-${label}`}>
      <div class="heading">
        <h2 id={`things-${label}`}>{title}</h2>
        <p class="count">{rows.count}</p>
      </div>
      {rows.rows.length === 0 ? (
        <p class="nothing">None.</p>
      ) : (
        <ul class="things" aria-label={label}>
          {rows.rows.map((row) => {
            const { name, details } = about(row)
            return (
              <li key={row.sid}>
                <p class="what">
                  <span id={`thing-${row.sid}`}>{name}</span>
                  <small>{details}</small>
                </p>
                {onOpen && (
                  <button
                    type="button"
                    class="quiet"
                    aria-expanded={row.sid === current}
                    aria-describedby={`thing-${row.sid}`}
                    onClick={() => onOpen(row)}
                  >
                    {openLabel}
                  </button>
                )}
                <button type="button" class="quiet" aria-describedby={`thing-${row.sid}`} onClick={() => onRemove(row)}>
                  Remove
                </button>
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}
