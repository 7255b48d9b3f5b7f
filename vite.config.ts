import { preact } from '@preact/preset-vite'
import { playwright } from '@vitest/browser-playwright'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { minify } from 'terser'
import type { Plugin, UserConfig } from 'vite'
import { defineConfig } from 'vitest/config'
import { vendorPlugin } from './src/adapters/vendor/plugin.ts'
import { emojiPlugin } from './src/ui/emoji/plugin.ts'
import { chromiumLaunch } from './test/support/chromium.ts'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Writes `NOTICE.txt` beside the bundle: the licence of each package whose code is in it, as the licences ask. */
const notices = (): Plugin => ({
  name: 'parlour-notices',
  apply: 'build',
  generateBundle(_, bundle) {
    const bundled = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
    const folders = new Set(bundled.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id) ?? []))
    const texts = [...folders].sort().map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>
      const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file))
      return [`${name} ${version} (${license})`, ...files.map((file) => readFileSync(join(folder, file), 'utf8').trim())].join('\n\n')
    })
    this.emitFile({ type: 'asset', fileName: 'NOTICE.txt', source: texts.join(`\n\n${'='.repeat(80)}\n\n`) + '\n' })
  },
})

/** A second pass of minifying, after Vite's: a kilobyte less for every visitor. */
const squeeze = (): Plugin => ({
  name: 'parlour-squeeze',
  apply: 'build',
  async generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue
      const { code } = await minify(file.code, {
        module: file.fileName !== 'parlour.js',
        ecma: 2020,
        compress: { passes: 3, unsafe_arrows: true, keep_fargs: false },
      })
      file.code = code ?? file.code
    }
  },
})

interface ModuleGraph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null
}

/** What the module imports, directly or by others, before anything lazy. */
function importsOf(entry: string, graph: ModuleGraph): ReadonlySet<string> {
  const reached = new Set([entry])
  for (const each of reached) for (const imported of graph.getModuleInfo(each)?.importedIds ?? []) reached.add(imported)
  reached.delete(entry)
  return reached
}

/** Two files that others share: what is loaded at the first click, and what Twilio's two SDKs have in common. */
function sharedFile(id: string, graph: ModuleGraph): string | null {
  if (importsOf(at('src/index.ts'), graph).has(id)) return 'core'
  const sdks = ['src/adapters/twilio-chat.ts', 'src/adapters/conversations.ts']
  return id.startsWith('\0rolldown/') || sdks.every((sdk) => importsOf(at(sdk), graph).has(id)) ? 'twilsock' : null
}

/** `vite build`: the widget, as ESM with lazy chunks; the same files serve the script tag, npm and the custom element. */
const widget: UserConfig = {
  // A translation is one value: half the bytes.
  json: { namedExports: false },
  build: {
    target: 'es2022',
    // Nothing in our styles needs lowering for what ES2022 runs in; for older targets `color-scheme` would be doubled.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    outDir: 'dist',
    emptyOutDir: true,
    modulePreload: false,
    // As a library: no preload helper around `import()`.
    lib: { entry: { widget: at('src/index.ts'), element: at('src/element.ts'), testing: at('src/testing/index.ts') }, formats: ['es'] },
    rolldownOptions: {
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames({ name, moduleIds }) {
          const all = (part: string): boolean => moduleIds.every((id) => id.includes(part))
          if (all('/src/locales/') && name !== 'locales') return 'chunks/locales/[name]-[hash:7].js'
          return `chunks/${all('/@twilio/mcs-client/') ? 'mcs-client' : name}-[hash:7].js`
        },
        minify: true,
        // What the lazy chunks share with the core is in the core already.
        codeSplitting: { groups: [{ name: sharedFile }] },
      },
    },
  },
}

/** `vite build --mode loader`: the script tag, one classic script beside the widget. */
const loader: UserConfig = {
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: false,
    modulePreload: false,
    rolldownOptions: {
      input: { parlour: at('src/loader.ts') },
      output: { format: 'iife', entryFileNames: '[name].js', minify: true },
    },
  },
}

/** `vite build --mode demo`: the pages of the demo that need building. */
const demo: UserConfig = {
  build: {
    target: 'es2022',
    outDir: '.parlour/pages',
    emptyOutDir: true,
    modulePreload: false,
    rolldownOptions: {
      input: {
        console: at('demo/console/main.tsx'),
        qa: at('demo/qa/main.ts'),
        gallery: at('demo/gallery/main.ts'),
        stage: at('demo/gallery/stage.ts'),
      },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js', assetFileNames: '[name][extname]' },
    },
  },
}

const builds: Record<string, UserConfig> = { loader, demo }

export default defineConfig(({ mode }) => ({
  ...(builds[mode] ?? widget),
  plugins: [
    vendorPlugin(),
    emojiPlugin(),
    preact({ devToolsEnabled: false, prefreshEnabled: false }),
    ...(mode === 'demo' ? [] : [squeeze()]),
    ...(builds[mode] ? [] : [notices()]),
  ],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}', 'test/contract/*.test.ts'],
          environment: 'node',
          // None of them waits for anything; some reckon for long, and longer where the machine has other work.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts', 'test/faults/**/*.test.ts'],
          environment: 'node',
          testTimeout: 30_000,
          hookTimeout: 30_000,
          pool: 'forks',
        },
      },
      // Plays the built widget on the whole demo, in Chromium driven from Node: several pages, cookies, the network.
      {
        extends: true,
        test: {
          name: 'journey',
          include: ['test/browser/**/*.journey.ts'],
          environment: 'node',
          testTimeout: 90_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      // Components, inside Chromium.
      {
        extends: true,
        optimizeDeps: {
          include: [
            'preact',
            'preact/hooks',
            'preact/jsx-runtime',
            'preact/jsx-dev-runtime',
            '@preact/signals',
            '@preact/signals-core',
            '@testing-library/preact',
            'axe-core',
          ],
        },
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.{ts,tsx}'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumLaunch() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
}))
