import type { Ui } from '../context.ts'

type Begun = Partial<{ [Name in 'editing' | 'reply' | 'attachments']: Ui[Name]['value'] }>

/** What was begun in each conversation, until it is gone on with; by the widget, as long as that lives. */
const begun = new WeakMap<Ui, Map<string, Begun>>()

/** The visitor goes from one conversation to another: files, an answer and an edit that were begun stay where they belong. */
export function putBy(ui: Ui, from: string | null, to: string): void {
  const { editing, reply, attachments } = ui
  const kept = begun.get(ui) ?? new Map<string, Begun>()
  begun.set(ui, kept)
  if (from !== null) kept.set(from, { editing: editing.peek(), reply: reply.peek(), attachments: attachments.peek() })
  const there = kept.get(to)
  kept.delete(to)
  editing.value = there?.editing ?? null
  reply.value = there?.reply ?? null
  attachments.value = there?.attachments ?? null
}
