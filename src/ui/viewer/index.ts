/** The viewer of pictures: loaded when one is looked at. */
export { english } from './strings.ts'
export { default as styles } from './styles.css?inline'
export { Viewer } from './Viewer.tsx'
