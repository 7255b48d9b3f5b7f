/** In place of `platform`, which takes the user agent apart to report it. The service learns "browser". */
export const name = 'browser'
export const version = undefined
/** twilio-sync reads its properties without asking whether it is there. */
export const os = { family: undefined, version: undefined }
