import { cleanName } from '../foreign.ts'
import { view } from '../observe.ts'
import { Dots } from './Dots.tsx'
import { Phrase } from './Phrase.tsx'

export const TypingIndicator = view(({ chat, words }) => () => {
  const names = chat.typing.value.map(cleanName)
  return (
    names.length > 0 && (
      <>
        <Dots />
        <span>
          <Phrase id="typing" values={{ count: names.length, names: words.value.list(names) }} />
        </span>
      </>
    )
  )
})
