/** Files in the log: loaded with the first of them. */
export { english } from './strings.ts'
export { followFile } from './follow-file.ts'
export { Player } from './Player.tsx'
export { Shown } from './Shown.tsx'
export { default as styles } from './styles.css?inline'
