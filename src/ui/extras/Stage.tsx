import type { ComponentChildren } from 'preact'
import { view } from '../observe.ts'
import type { StringKey } from '../strings.ts'

/** Where there is no log: what is going on, in helpful words, and the one thing to do. */
export const Stage = view<{
  readonly icon: ComponentChildren
  readonly title: StringKey
  readonly words: StringKey
  readonly children?: ComponentChildren
}>(({ words }) => (props) => (
  <div class="stage scroll">
    <div class="emblem">{props.icon}</div>
    <h3>{words.value.text(props.title)}</h3>
    <p class="muted">{words.value.text(props.words)}</p>
    {props.children}
  </div>
))
