import { effect } from '@preact/signals-core'
import { Component, type ComponentChildren, type ComponentClass } from 'preact'
import type { Ui } from './context.ts'

/** What one component on the screen has for itself. */
export interface Own {
  /** Ends when the component is taken off the page. */
  readonly signal: AbortSignal
  /** `then` runs after each time that it was drawn, with the elements in place. */
  onDrawn(then: () => void): void
}

/**
 * A component: `setup` runs once for each one on the page, and what it returns draws it, at first, when a prop differs,
 * and when a signal that it read has changed. All of `@preact/signals` and of hooks that we need, at a tenth of the bytes.
 */
export function view<Props extends object = Record<never, never>>(
  setup: (ui: Ui, own: Own) => (props: Props) => ComponentChildren,
): ComponentClass<Props> {
  return class extends Component<Props> {
    /** Made for those who ask for it: few do, and a log has hundreds of components. */
    #life: AbortController | undefined
    readonly #draw: (props: Props) => ComponentChildren
    #drawn = (): void => {}
    #stop = (): void => {}

    constructor(props: Props, ui: Ui) {
      super(props, ui)
      const life = (): AbortController => (this.#life ??= new AbortController())
      this.#draw = setup(ui, {
        get signal() {
          return life().signal
        },
        onDrawn: (then) => void (this.#drawn = then),
      })
    }

    override shouldComponentUpdate(next: Props): boolean {
      const before: object = this.props
      return Object.entries({ ...before, ...next }).some(([name]) => before[name as never] !== next[name as never])
    }

    override render(props: Props): ComponentChildren {
      let drawing = true
      let drawn: ComponentChildren
      this.#stop()
      // Its second run is the news that something it read has changed; the new drawing follows what that reads.
      this.#stop = effect(() => {
        if (!drawing) return this.forceUpdate()
        drawn = this.#draw(props)
        drawing = false
      })
      return drawn
    }

    override componentDidMount(): void {
      this.#drawn()
    }

    override componentDidUpdate(): void {
      this.#drawn()
    }

    override componentWillUnmount(): void {
      this.#stop()
      this.#life?.abort()
    }
  }
}
