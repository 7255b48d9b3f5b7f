/** A few words beside the launcher: loaded only where the host has a greeting. */
export { Greeting } from './Greeting.tsx'
export { default as styles } from './styles.css?inline'
