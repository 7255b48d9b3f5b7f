/** Controls that turn the direction of what follows (U+202A–202E, U+2066–2069, U+200E, U+200F, U+061C): "exe.gpj" must not read as "jpg.exe". */
const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** A name that somebody else chose, fit to stand within our own words. */
export function cleanName(name: string): string {
  return name.replace(BIDI_CONTROLS, '').trim()
}

/** The letter in an avatar: the first character as a reader sees it. */
export function initial(name: string): string {
  return ([...cleanName(name)][0] ?? '?').toUpperCase()
}
