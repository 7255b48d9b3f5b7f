/** The menu of the header: loaded when it is opened. */
export { Menu } from './Menu.tsx'
export { english } from './strings.ts'
export { default as styles } from './styles.css?inline'
