/**
 * What may come a moment after the composer: one chunk, asked for as soon as the widget is drawn, beside the SDK. Until it
 * is here one can read, write and open a conversation all the same.
 */
export { begin } from './begin.ts'
export { EndButton, EndQuestion } from './EndConversation.tsx'
export { ErrorLine } from './ErrorLine.tsx'
export { EditBar } from './EditBar.tsx'
export { Timeline } from '../log/Timeline.tsx'
export { Closed, Ended, Failed, Waiting } from './Stages.tsx'
export { StatusBar } from './StatusBar.tsx'
export { english } from './strings.ts'
export { default as styles } from './styles.css?inline'
export { TypingIndicator } from './TypingIndicator.tsx'
export { Welcome } from './Welcome.tsx'
export { wrapTab } from './wrap-tab.ts'
