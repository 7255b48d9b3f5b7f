import { english as forms } from '../forms/strings.ts'
import formStyles from '../forms/styles.css?inline'
import { english as away } from './strings.ts'

/** Nobody is there: loaded where the host has hours, or says so. */
export { Away } from './Away.tsx'
export const english = { ...forms, ...away }
export const styles: string = formStyles
