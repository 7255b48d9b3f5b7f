import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createConsolePage } from '../../../demo/console/page.ts'
import { createHostPages } from '../../../demo/host-pages/pages.ts'
import { services } from './setup.ts'

const ORIGIN = 'http://127.0.0.1:4999'
let spaFolder: string
beforeAll(async () => {
  spaFolder = mkdtempSync(join(tmpdir(), 'parlour-spa-'))
  const source = await readFile(new URL('../../../demo/host-pages/spa/index.html', import.meta.url), 'utf8')
  writeFileSync(join(spaFolder, 'index.html'), source)
})
afterAll(() => rmSync(spaFolder, { recursive: true }))

/** How the page names the service to the widget, or to the script that makes one. */
const named = { '/': 'data-service', '/csp': 'data-service', '/cross-origin': 'data-service', '/hostile': 'data-service' } as const
const attributes = { ...named, '/element': '<parlour-chat[^>]* service', '/spa/': '<html[^>]* data-service', '/spa/care': 'data-service' }

describe.each(services)('in a house on %s', (own) => {
  const other = own === 'chat' ? 'conversations' : 'chat'
  const cases = Object.entries(attributes).flatMap(([path, attribute]) => [
    { path, attribute, service: own },
    { path: `${path}?service=${other}`, attribute, service: other },
    { path: `${path}?service=telegraph"><script>`, attribute, service: own },
  ])

  test.each(cases)('$path connects to $service', async ({ path, attribute, service }) => {
    const pages = createHostPages({ spaFolder, service: own })
    const html = await (await pages.request(new URL(path, ORIGIN))).text()
    expect(html).toMatch(new RegExp(`${attribute}="${service}"`))
    expect(html).not.toMatch(/"><script>|\{\{/)
  })

  test('the console connects to the same, or to what its address asks for', async () => {
    const page = createConsolePage(own)
    const htmlOf = async (path: string) => (await page.request(new URL(path, ORIGIN))).text()
    expect(await htmlOf('/')).toContain(`data-service="${own}"`)
    expect(await htmlOf(`/?service=${other}`)).toContain(`data-service="${other}"`)
  })
})
