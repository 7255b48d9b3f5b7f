/** Questions before a conversation: loaded where the host asks any. */
export { PreChat } from './PreChat.tsx'
export { english } from './strings.ts'
export { default as styles } from './styles.css?inline'
