import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const [packed] = JSON.parse(execFileSync('npm', ['pack', '--json', '--dry-run', '--ignore-scripts'], { encoding: 'utf8' })) as {
  files: { path: string }[]
}[]
const files = (packed?.files ?? []).map(({ path }) => path)

test('the package holds the built files and the licences, and nothing of the source, the demo or the tests', () => {
  for (const needed of ['dist/parlour.js', 'dist/widget.js', 'dist/element.js', 'dist/NOTICE.txt', 'LICENSE', 'NOTICE', 'README.md'])
    expect(files).toContain(needed)
  expect(files.filter((file) => /^(src|demo|test|\.)|\.map$/.test(file))).toEqual([])
})

test('the package has no dependency and no script that runs at its installation', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies?: object; scripts: Record<string, string> }
  expect(manifest.dependencies ?? {}).toEqual({})
  expect(Object.keys(manifest.scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([])
})

test('the published declarations are whole and name no type of a vendor', () => {
  const made = mkdtempSync(join(tmpdir(), 'parlour-types-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', made])
  const { files: published } = JSON.parse(readFileSync('package.json', 'utf8')) as { files: string[] }
  // As npm reads them: a folder stands for all that is in it, two stars for any folders.
  const places = published
    .filter((path) => path.startsWith('dist/types/'))
    .map((path) => new RegExp(`^${path.slice('dist/types/'.length).replaceAll('.', '[.]').replaceAll('**/', '(?:.+/)?')}(?:/|$)`))
  const names = readdirSync(made, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.d.ts'))
  for (const place of places) expect(names.filter((name) => place.test(name)).length, String(place)).toBeGreaterThan(0)
  const declarations = names.filter((name) => places.some((place) => place.test(name))).map((name) => join(made, name))
  expect(declarations).toContain(join(made, 'index.d.ts'))
  for (const file of declarations) {
    const imported = [...readFileSync(file, 'utf8').matchAll(/from '([^']+)'|import\('([^']+)'\)/g)].map(
      ([, from, lazily]) => from ?? lazily ?? '',
    )
    for (const source of imported) {
      expect(source, `${file} imports`).toMatch(/^\.{1,2}\//)
      expect(declarations).toContain(join(dirname(file), source).replace(/\.(ts|js)$/, '.d.ts'))
    }
  }
})

test('no key, secret or address of a machine is in the built files', () => {
  for (const file of files.filter((file) => file.endsWith('.js'))) {
    const text = readFileSync(file, 'utf8')
    expect(text.match(/\b(SK|AC)[0-9a-f]{32}\b|127\.0\.0\.1|localhost/g) ?? [], file).toEqual([])
    expect(text).not.toContain(process.cwd())
  }
})
