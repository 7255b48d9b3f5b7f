import { view } from '../observe.ts'
import { rare } from './rare.tsx'

const Asked = rare(() => import('../greeting/index.ts'), 'Greeting')

/** Beside the launcher, where the host has one. */
export const Greeting = view(
  ({ options }) =>
    () =>
      !!options.value.greeting && <Asked />,
)
