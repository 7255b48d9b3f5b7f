/**
 * What may come a moment after the composer: one chunk, loaded as soon as the widget is drawn. Until it is here, and
 * should it never come, one can read, write and try again all the same.
 */
export { createAnnouncer } from './announcer.ts'
export { EndQuestion } from './EndQuestion.tsx'
export { extraEnglish } from './extra-strings.ts'
export { FileRow } from './FileRow.tsx'
export { MessageActions } from './MessageActions.tsx'
export { TypingIndicator } from './TypingIndicator.tsx'
export { wrapTab } from './wrap-tab.ts'
