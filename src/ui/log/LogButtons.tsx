import { Icon } from '../icons.tsx'
import { view } from '../observe.ts'
import { downPath } from '../extras/icons.ts'

/** At the upper end of the log. */
export const EarlierButton = view(({ chat, words }) => () => {
  const { loadingPrevious } = chat.timeline.value
  return (
    <button type="button" class="quiet earlier" aria-disabled={loadingPrevious} onClick={() => !loadingPrevious && chat.loadPrevious()}>
      {words.value.text(loadingPrevious ? 'loading' : 'earlier')}
    </button>
  )
})

/** Over the lower end, while that is out of view. `fresh`: how many have come there meanwhile. */
export const LatestButton = view<{ readonly fresh: number; readonly onClick: () => void }>(({ words }) => ({ fresh, onClick }) => {
  const { text } = words.value
  return (
    <button type="button" class="main pill" aria-label={fresh ? undefined : text('latest')} onClick={onClick}>
      <Icon path={downPath} />
      {fresh > 0 && text('newMessages', { count: fresh })}
    </button>
  )
})
