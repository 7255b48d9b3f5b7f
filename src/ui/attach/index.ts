/** What is attached and not sent yet: loaded with the first file that is chosen, pasted or dragged, and with the microphone. */
export { createAttachments } from './attachments.ts'
export { DropHere } from './DropHere.tsx'
export { english } from './strings.ts'
export { default as styles } from './styles.css?inline'
export { Tray } from './Tray.tsx'
