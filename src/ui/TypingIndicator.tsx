import type { JSX } from 'preact'
import { useUi } from './context.ts'
import { cleanName } from './foreign.ts'
import { Phrase } from './Phrase.tsx'

export function Dots(): JSX.Element {
  return (
    <span class="dots" aria-hidden="true">
      <i />
      <i />
      <i />
    </span>
  )
}

/** Its line is always there, so that nothing moves when somebody begins to type. */
export function TypingIndicator(): JSX.Element {
  const { chat, words } = useUi()
  const names = chat.typing.value.map(cleanName)
  return (
    <div class="typing small">
      {names.length > 0 && (
        <>
          <Dots />
          <span>
            <Phrase id="typing" values={{ count: names.length, names: words.value.list(names) }} />
          </span>
        </>
      )}
    </div>
  )
}
