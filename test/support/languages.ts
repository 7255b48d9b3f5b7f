import { readdirSync } from 'node:fs'
import { locales } from '../../src/locales/index.ts'
import type { Text } from '../../src/ui/strings.ts'

/** Every English text by its key, from the tables beside what draws them. */
export async function englishTexts(): Promise<Readonly<Record<string, Text>>> {
  const tables = readdirSync('src/ui', { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|\/)strings\.ts$/.test(path))
    .sort()
  const loaded = await Promise.all(
    tables.map((path) => import(`../../src/ui/${path}`) as Promise<{ english: Readonly<Record<string, Text>> }>),
  )
  return Object.assign({}, ...loaded.map(({ english }) => english)) as Readonly<Record<string, Text>>
}

/** `docs/languages.md`. */
export async function languagesDocument(): Promise<string> {
  const shown = (text: Text): string =>
    typeof text === 'string'
      ? text
      : Object.entries(text)
          .map(([form, words]) => `${form}: ${words}`)
          .join(' / ')
  const texts = Object.entries(await englishTexts())
  return `# Languages

Written by \`npm run docs\`.

The widget speaks English and ${Object.keys(locales).length} more languages. It takes the option \`locale\`, else the \`lang\` of the page, else the languages of
the browser, and loads one small file. Dates, numbers and plural forms are those of the language (\`Intl\`).

**Reviewed by a native speaker** says what it says: the others were not, and may sound odd. Corrections are welcome in \`src/locales/<tag>.json\`.

| tag | language | reviewed by a native speaker |
|---|---|---|
${Object.entries(locales)
  .map(([tag, { name, reviewed }]) => `| \`${tag}\` | ${name} | ${reviewed ? 'yes' : 'not yet'} |`)
  .join('\n')}

\`en-XA\` is a language of no one, for tests: it shows what is not translated, and what breaks where texts are a third longer.

## Texts

Any of them can be replaced by the option \`strings\`, by its key. \`{name}\` stands for a value. A text with forms has one for each plural category
of the language, as \`Intl.PluralRules\` names them.

| key | English |
|---|---|
${texts.map(([key, text]) => `| \`${key}\` | ${shown(text)} |`).join('\n')}
`
}
