/**
 * What may come a moment after the composer: one chunk, asked for as soon as the widget is drawn, beside the SDK. Until it
 * is here one can read, write and open a conversation all the same.
 */
export { AttachButtons } from './AttachButtons.tsx'
export { begin } from './begin.ts'
export { EndButton, EndQuestion } from './EndConversation.tsx'
export { MenuButton } from './MenuButton.tsx'
export { ErrorLine } from './ErrorLine.tsx'
export { EditBar } from './EditBar.tsx'
export { Timeline } from '../log/Timeline.tsx'
export { Counter } from './Counter.tsx'
export { EmojiButton } from './EmojiButton.tsx'
export { Greeting } from './Greeting.tsx'
export { isTooLong } from './limit.ts'
export { Closed, Ended, Failed, Waiting } from './Stages.tsx'
export { Prelude } from '../content/Prelude.tsx'
export { Attached, Overlays } from './Overlays.tsx'
export { StatusBar } from './StatusBar.tsx'
export { english } from './strings.ts'
export { default as styles } from './styles.css?inline'
export { TypingIndicator } from './TypingIndicator.tsx'
export { Welcome } from './Welcome.tsx'
export { wrapTab } from './wrap-tab.ts'
