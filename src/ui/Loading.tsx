import type { JSX } from 'preact'
import { view } from './observe.ts'

/** The shape of what comes, shown only when it takes a moment. */
export const Loading = view(({ words }) => (): JSX.Element => (
  <div class="skeleton late">
    <p class="hidden">{words.value.text('connecting')}</p>
    <i />
    <i />
    <i />
  </div>
))
