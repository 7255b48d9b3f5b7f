/** The emoji picker: loaded when it is opened. */
export { Picker } from './Picker.tsx'
export { english } from './strings.ts'
export { default as styles } from './styles.css?inline'
