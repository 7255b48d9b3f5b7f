import { computed, type ReadonlySignal } from '@preact/signals-core'
import { view } from '../observe.ts'
import { charactersLeft } from './limit.ts'

/** Over the field, where the end is near. Said twice at most: when it comes into sight, and when it is passed. */
export const Counter = view<{ readonly text: ReadonlySignal<string> }>(({ words, options, spoken }, own) => {
  let text: ReadonlySignal<string>
  const toGo = computed(() => charactersLeft(text.value, options.value))
  let before: 'far' | 'near' | 'over' = 'far'
  let left: number | null = null
  const sentence = (): string => words.peek().text(left! < 0 ? 'tooLong' : 'charactersLeft', { count: left! })
  own.onDrawn(() => {
    const now = left === null ? 'far' : left < 0 ? 'over' : 'near'
    if (now !== before && now !== 'far') spoken.value = sentence()
    before = now
  })
  return (props) => {
    ;({ text } = props)
    left = toGo.value
    if (left === null) return null
    const { value } = words
    return (
      <p class={left < 0 ? 'counter small bad' : 'counter small'}>
        {value.text(left < 0 ? 'tooLong' : 'charactersLeft', { count: left })}
        {left < 0 && ` ${left.toLocaleString(value.locale)}`}
      </p>
    )
  }
})
