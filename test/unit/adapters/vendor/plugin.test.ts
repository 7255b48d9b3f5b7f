import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { vendorPlugin } from '../../../../src/adapters/vendor/plugin.ts'

interface Manifest {
  readonly overrides: Readonly<Record<string, string>>
  readonly packages: Readonly<Record<string, { readonly version: string }>>
}
const read = (file: string): Manifest => JSON.parse(readFileSync(file, 'utf8')) as Manifest

/** What a file of the vendor's gets when it imports `source`. */
async function imported(source: string, importer: string): Promise<string | null> {
  const resolve = async (path: string): Promise<{ readonly id: string }> => ({ id: `/node_modules/${path}` })
  return vendorPlugin().resolveId.call({ resolve }, source, importer)
}

/** Both SDKs look for the other's errors by `instanceof`, which two copies of a class break. */
const shared = ['twilsock', 'twilio-sync', '@twilio/operation-retrier', '@twilio/notifications', '@twilio/replay-event-emitter']

test.each(shared)('there is one %s, and nothing may bring another', (name) => {
  const copies = Object.entries(read('package-lock.json').packages).filter(([path]) => path.endsWith(`node_modules/${name}`))
  expect(copies.map(([path]) => path)).toEqual([`node_modules/${name}`])
  expect(copies.map(([, { version }]) => version)).toEqual([read('package.json').overrides[name]])
})

test.each(['twilio-chat', 'twilio-sync'])('in a build %s gets the very socket that we make', async (sdk) => {
  expect(await imported('twilsock', `/node_modules/${sdk}/dist/client.js`)).toBe('/node_modules/twilsock/dist/index.js')
  expect(await imported('twilsock', '/src/adapters/twilsock.ts')).toBe('/node_modules/twilsock/dist/index.js')
})

test.each(['twilio-chat', 'twilsock', 'twilio-sync', '@twilio/conversations'])(
  'in a build the logger of %s keeps nothing in the browser',
  async (sdk) => {
    const logger = await imported('loglevel', `/node_modules/${sdk}/dist/logger.js`)
    expect(logger).toMatch(/\/src\/adapters\/vendor\/loglevel\.ts$/)
    expect(readFileSync(logger!, 'utf8')).not.toMatch(/localStorage\.|document\.cookie/)
  },
)

test("a host's own logger is left alone", async () => {
  expect(await imported('loglevel', '/shop/src/main.js')).toBeNull()
})
