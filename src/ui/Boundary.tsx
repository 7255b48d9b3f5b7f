import { Component, type ComponentChildren } from 'preact'

/** A fault in our own drawing stays ours: a quiet line instead of the chat, and the page lives on. */
export class Boundary extends Component<{ readonly words: () => string; readonly children: ComponentChildren }, { failed: boolean }> {
  override state = { failed: false }

  override componentDidCatch(error: unknown): void {
    console.error('Parlour: the chat could not be drawn', error)
    this.setState({ failed: true })
  }

  override render(): ComponentChildren {
    if (!this.state.failed) return this.props.children
    return (
      <div class="parlour">
        <p class="crashed small" role="status">
          {this.props.words()}
        </p>
      </div>
    )
  }
}
