/** How was it? Loaded when a conversation has ended and the host wants to know. */
export { Rating } from './Rating.tsx'
export { english } from './strings.ts'
export { default as styles } from './styles.css?inline'
