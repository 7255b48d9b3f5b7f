/** What a Message can bring beside its body: loaded with the first that does. */
export { QuickReplies } from './QuickReplies.tsx'
export { ReplyBar } from './ReplyBar.tsx'
export { Respond } from './Respond.tsx'
export { Rich } from './Rich.tsx'
export { english } from './strings.ts'
export { default as styles } from './styles.css?inline'
