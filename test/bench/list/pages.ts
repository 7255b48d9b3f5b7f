import { execFileSync } from 'node:child_process'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { build, loadConfigFromFile, type PluginOption } from 'vite'

/** Where all of it is put; nothing is written into the project. */
export interface Pages {
  readonly url: string
  /** null, or why stream-chat-react could not be had. */
  readonly missing: string | null
  close(): void
}

const SOURCE = new URL('.', import.meta.url).pathname
const PEER = { 'stream-chat-react': '14.12.0', 'stream-chat': '9.53.0', react: '19.2.0', 'react-dom': '19.2.0' }
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' }

/** A panel of the same size for each of them. */
const STYLE = `
  body { margin: 0; font: 15px/1.4 system-ui, sans-serif }
  .floor, .peer { position: fixed; inset: auto 20px 20px auto; width: 380px; height: 600px; display: flex; flex-direction: column }
  .floor > div { flex: 1; min-height: 0; overflow: hidden auto; overflow-anchor: none; contain: strict }
  .floor textarea { flex: none; height: 60px }
  ol { margin: 0; padding: 0; list-style: none }
  .floor li { padding: 4px 16px }
  .floor li div { width: fit-content; max-width: 80%; padding: 8px 13px; border-radius: 18px; background: #eee }
  .floor .own div { margin-inline-start: auto; background: #0b6b58; color: #fff }
  .str-chat, .str-chat__channel, .str-chat__container { height: 100% }`

const html = (name: string, css: boolean): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${name}</title>
${css ? `<link rel="stylesheet" href="/${name}.css">` : ''}<style>${STYLE}</style></head><body><script type="module" src="/${name}.js"></script></body></html>`

/** Bundles into `folder`, as the widget is built, and serves that. `own`: further pages, by their path. */
export async function servePages(folder: string, own: Readonly<Record<string, string>>, withPeer: boolean): Promise<Pages> {
  const out = join(folder, 'pages')
  const { config } = (await loadConfigFromFile({ command: 'build', mode: 'production' })) ?? {}
  for (const entry of ['ours.ts', 'floor.ts', 'in-widget.ts']) await bundle(entry, SOURCE, out, config?.plugins)
  const missing = !withPeer
    ? 'not asked for'
    : await installPeer(join(folder, 'peer'), out).then(
        () => null,
        (error: Error) => error.message.split('\n')[0]!,
      )
  const server: Server = createServer((request, response) => {
    void (async () => {
      const path = (request.url ?? '/').split('?')[0]!.slice(1)
      const page = own[path] ?? (/^(ours|floor|peer)$/.test(path) ? html(path, path === 'peer') : undefined)
      if (page !== undefined) return void response.setHeader('content-type', 'text/html').end(page)
      const [root, name] = path.startsWith('widget/') ? [folder, path] : [out, path]
      const body = await readFile(join(root, name)).catch(() => null)
      response.statusCode = body ? 200 : 404
      response.setHeader('content-type', types[extname(path)] ?? 'text/plain').end(body)
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, missing, close: () => void server.close() }
}

async function bundle(entry: string, root: string, outDir: string, plugins: PluginOption[] = []): Promise<void> {
  const name = entry.replace(/\.\w+$/, '')
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins,
    build: {
      target: 'es2022',
      outDir,
      emptyOutDir: false,
      modulePreload: false,
      cssCodeSplit: true,
      rolldownOptions: {
        input: { [name]: join(root, entry) },
        preserveEntrySignatures: 'strict',
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: `${name}-[name]-[hash].js`,
          assetFileNames: `${name}[extname]`,
          format: 'es',
        },
      },
    },
  })
}

/** By npm, as whoever uses it would; into `folder`, which is not the project's. @throws Error */
async function installPeer(folder: string, outDir: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies: PEER }))
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps'], { cwd: folder, stdio: 'pipe' })
  for (const file of ['peer.js', 'in-page.ts', 'texts.ts', 'contender.ts']) await cp(join(SOURCE, file), join(folder, file))
  await bundle('peer.js', folder, outDir)
}
