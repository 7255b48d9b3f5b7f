import type { JSX } from 'preact'
import { useUi } from './context.ts'
import { Dots } from './Dots.tsx'
import { cleanName } from './foreign.ts'
import { Phrase } from './Phrase.tsx'

export function TypingIndicator(): JSX.Element | null {
  const { chat, words } = useUi()
  const names = chat.typing.value.map(cleanName)
  if (names.length === 0) return null
  return (
    <>
      <Dots />
      <span>
        <Phrase id="typing" values={{ count: names.length, names: words.value.list(names) }} />
      </span>
    </>
  )
}
