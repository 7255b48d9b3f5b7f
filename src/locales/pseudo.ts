const LETTERS: Readonly<Record<string, string>> = {
  a: 'á', c: 'ç', d: 'ð', e: 'é', g: 'ĝ', h: 'ĥ', i: 'í', j: 'ĵ', k: 'ķ', l: 'ļ', n: 'ñ', o: 'ö', r: 'ŕ', s: 'š', t: 'ţ', u: 'û', w: 'ŵ', y: 'ý', z: 'ž',
  A: 'Á', C: 'Ç', D: 'Ð', E: 'É', G: 'Ĝ', H: 'Ĥ', I: 'Í', L: 'Ļ', N: 'Ñ', O: 'Ö', R: 'Ŕ', S: 'Š', T: 'Ţ', U: 'Û', W: 'Ŵ', Y: 'Ý', Z: 'Ž',
} // prettier-ignore

/** A language of no one (`en-XA`): shows what is not translated, and what breaks where texts are a third longer. `{names}` stay. */
export function pseudo(text: string): string {
  const altered = text.replaceAll(/\{\w+\}|[A-Za-z]/g, (part) => LETTERS[part] ?? part)
  return `⟦${altered} ${'·'.repeat(Math.ceil(text.length / 3))}⟧`
}
