import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { vendorPlugin } from '../../../src/adapters/vendor/plugin.ts'

/**
 * Bundles the simulation as the widget is bundled: the vendor's client in the form, and with the stand-ins, in which visitors
 * get it. And without lazy chunks, whose loading would take real time. Writes one ES module to `outDir`; returns its path.
 */
export async function bundle(entry: string, outDir: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('../../..', import.meta.url)),
    plugins: [vendorPlugin()],
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: fileURLToPath(new URL(entry, import.meta.url)),
      outDir,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        output: { format: 'es', banner: 'globalThis.self ??= globalThis', entryFileNames: 'level0.mjs', codeSplitting: false },
      },
    },
  })
  return `${outDir}/level0.mjs`
}
