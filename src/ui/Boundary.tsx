import { Component, type ComponentChildren } from 'preact'
import type { Ui } from './context.ts'

/**
 * The root of the tree: hands everything below it the Ui, and keeps a fault in our own drawing ours: a quiet line instead
 * of the chat, and the page lives on.
 */
export class Boundary extends Component<{ readonly ui: Ui; readonly children: ComponentChildren }, { failed?: boolean }> {
  override getChildContext(): Ui {
    return this.props.ui
  }

  override componentDidCatch(error: unknown): void {
    console.error('Parlour: the chat could not be drawn', error)
    this.setState({ failed: true })
  }

  override render(): ComponentChildren {
    const { ui, children } = this.props
    if (!this.state.failed) return children
    return (
      <div class="parlour">
        <p class="crashed small" role="status">
          {ui.words.peek().text('crashed')}
        </p>
      </div>
    )
  }
}
