import { cleanName } from '../foreign.ts'
import { view } from '../observe.ts'
import { Dots } from './Dots.tsx'
import { Phrase } from './Phrase.tsx'

/** More of them are only counted. */
const MOST_NAMES = 3

export const TypingIndicator = view(({ chat, words }) => () => {
  const names = chat.typing.value.map(cleanName)
  return (
    names.length > 0 && (
      <>
        <Dots />
        <span>
          {names.length > MOST_NAMES ? (
            words.value.text('typingMany', { count: names.length })
          ) : (
            <Phrase id="typing" values={{ count: names.length, names: words.value.list(names) }} />
          )}
        </span>
      </>
    )
  )
})
