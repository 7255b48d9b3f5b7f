import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { languagesDocument } from '../support/languages.ts'
import { withTables } from '../support/readme-tables.ts'

const readme = readFileSync('README.md', 'utf8')
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  scripts: Record<string, string>
  devDependencies: Record<string, string>
  dependencies?: Record<string, string>
}

test('the tables of the README are those that the code gives (else: npm run docs)', () => {
  expect(readme).toBe(withTables(readme))
})

test('the list of languages and texts is the one that the code gives (else: npm run docs)', async () => {
  expect(readFileSync('docs/languages.md', 'utf8')).toBe(await languagesDocument())
})

test('every npm script that the README names exists', () => {
  const named = [...readme.matchAll(/npm (?:run )?([a-z][\w:]*)/g)]
    .map(([, name]) => name ?? '')
    .filter((name) => !['ci', 'warns', 'import'].includes(name))
  expect(named.length).toBeGreaterThan(8)
  expect(named.filter((name) => !(name in manifest.scripts))).toEqual([])
})

test('every file that the README links to exists', () => {
  const linked = [...readme.matchAll(/\]\((?!http)([^)#]+)\)/g)].map(([, path]) => path ?? '')
  expect(linked.length).toBeGreaterThan(2)
  expect(linked.filter((path) => !existsSync(path))).toEqual([])
})

test('every dependency is pinned exactly and has its reason in the README', () => {
  const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
  expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
  expect(all.map(([name]) => name).filter((name) => !name.startsWith('@types/') && !readme.includes(`\`${name}\``))).toEqual([])
})
