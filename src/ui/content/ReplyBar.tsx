import { Icon, closePath } from '../icons.tsx'
import { view } from '../observe.ts'

/** Over the composer: which Message the next one answers. */
export const ReplyBar = view(({ reply, words }) => () => {
  const { text } = words.value
  const { value } = reply
  if (!value) return null
  const [before, name, after] = words.value.pieces('replyingTo', { name: value.name })
  return (
    <div class="flex replying small">
      <div>
        <p class="strong">
          {before}
          <bdi>{name}</bdi>
          {after}
        </p>
        <p class="snippet" dir="auto">
          {value.text}
        </p>
      </div>
      <button type="button" class="round" aria-label={text('cancel')} title={text('cancel')} onClick={() => (reply.value = null)}>
        <Icon path={closePath} />
      </button>
    </div>
  )
})
