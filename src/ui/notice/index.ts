/** Sound, title, notification and badge: loaded once there is a conversation. */
export { begin } from './begin.ts'
export { noticeItems } from './items.ts'
export { english } from './strings.ts'
