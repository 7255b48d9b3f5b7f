/** The place in a queue: loaded when the back end has the visitor wait for somebody. */
export { Queue } from './Queue.tsx'
export { english } from './strings.ts'
export { default as styles } from './styles.css?inline'
