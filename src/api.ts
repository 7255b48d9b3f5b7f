import type { ParlourEvents, PublicState } from './events.ts'
import type { ParlourOptions } from './options.ts'

/** What `createChat` gives the host. */
export interface ParlourChat {
  /**
   * Put the launcher on the page: into a `div` of its own at the end of `body`, or into the shadow root of `target`,
   * whose own content is then not shown. A second call does nothing.
   */
  mount(target?: HTMLElement): void
  /** Open the panel; the first time this loads the SDK and asks for a token. */
  open(): void
  close(): void
  toggle(): void
  /**
   * Send a text, files, or both into the visitor's conversation, connecting first if need be. Resolves once all of it is
   * stored. It is kept on this device until then: whoever closes the page meanwhile finds it sent after the next visit.
   * @throws ChatError `not-ready` when there is no conversation, else why it could not be sent
   */
  send(text: string, options?: { readonly files?: readonly File[] }): Promise<void>
  /** Returns what takes the listener off again. */
  on<Name extends keyof ParlourEvents>(name: Name, listener: (event: ParlourEvents[Name]) => void): () => void
  state(): PublicState
  /** Change what may change while the chat lives: the options' table says which. @throws TypeError for another option or a bad value */
  setOptions(changes: Partial<ParlourOptions>): void
  /**
   * The visitor leaves: hang up, in all tabs; forget token, Messages and draft. Opening begins anew, with another token.
   * `keepUnsent` (default false): what was not sent yet stays on this device and is sent when the same visitor is back.
   */
  logout(options?: { readonly keepUnsent?: boolean }): Promise<void>
  /** Take everything off the page and hang up, for good. May be called twice. */
  destroy(): void
}
