import { alertPath } from './icons.ts'
import { Icon } from '../icons.tsx'
import { view } from '../observe.ts'
import { errorSentence } from './error-sentence.ts'

/** Why a conversation could not be started, beside the button that asks again. */
export const ErrorLine = view(({ chat, words }) => () => {
  const session = chat.session.value
  const error = session.status === 'welcome' || session.status === 'ended' ? session.error : undefined
  return (
    error && (
      <p class="flex bad">
        <Icon path={alertPath} />
        <span>{words.value.text(errorSentence(error.code))}</span>
      </p>
    )
  )
})
