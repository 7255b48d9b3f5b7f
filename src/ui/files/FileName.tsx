import { view } from '../observe.ts'

/** On one line. The end of the name stands apart and is always there: no direction mark can dress up its extension. */
export const FileName = view<{ readonly name: string }>(() => ({ name }) => {
  const dot = name.lastIndexOf('.')
  const cut = dot > 0 ? Math.max(dot, name.length - 12) : name.length
  return (
    <span class="flex file-name strong" dir="ltr">
      <bdi>{name.slice(0, cut)}</bdi>
      <bdi>{name.slice(cut)}</bdi>
    </span>
  )
})
