/** The visitor's conversations, where there is more than one. Loaded when they are looked at. */
export { Rooms } from './Rooms.tsx'
export { default as styles } from './styles.css?inline'
