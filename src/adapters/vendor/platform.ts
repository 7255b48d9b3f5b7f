/** In place of `platform`, which takes the user agent apart to report it. The service learns "browser". */
export const name = 'browser'
export const version = undefined
export const os = undefined
