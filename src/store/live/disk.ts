import type { Letter, LetterNews } from './letter.ts'

/**
 * Where letters lie while they wait: it outlives the page, and all tabs of one browser share it. Order is that of `add`.
 */
export interface Disk {
  /** Resolves once the letter survives a crash of the tab. Never rejects: where nothing can be kept, it is kept in memory. */
  add(letter: Letter): Promise<void>
  letters(room: string): Promise<readonly Letter[]>
  /** No effect when it is gone. */
  change(id: string, changes: Partial<Pick<Letter, 'sentAfter' | 'failure' | 'createdAt'>>): Promise<void>
  remove(id: string): Promise<void>
  /** All letters of this Identity; null = of everybody. */
  clear(identity: string | null): Promise<void>
  tell(news: LetterNews): void
  /** News of the other tabs, until `signal` ends. */
  hear(listener: (news: LetterNews) => void, signal: AbortSignal): void
  /**
   * Runs `work` when no other tab is at work under this name, and ends its signal when it is not alone any more. Resolves as
   * `work` does; rejects with the reason of either signal.
   */
  alone(name: string, work: (held: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void>
}
