import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { chromium } from 'playwright-core'
import { build } from 'vite'
import { chromiumLaunch } from '../support/chromium.ts'
import { covered, mainThread, median, traced } from './trace.ts'

export interface SdkCost {
  readonly service: 'chat' | 'conversations'
  /** Median time of the main thread to compile and evaluate it, at 4× CPU throttle, ms. */
  readonly oursMs: number
  readonly installedMs: number
}

const packages = { chat: 'twilio-chat', conversations: '@twilio/conversations' } as const
const adapters = { chat: 'twilio-chat', conversations: 'conversations' } as const
const services = ['chat', 'conversations'] as const
const working = new Set(['v8.compile', 'v8.compileModule', 'v8.evaluateModule', 'EvaluateScript'])

/** Both SDKs as whoever installs them gets them: by npm, into a folder of their own, without our overrides. */
function install(folder: string): void {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { devDependencies: Record<string, string> }
  const dependencies = Object.fromEntries(Object.values(packages).map((name) => [name, devDependencies[name]]))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }))
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' })
}

/** One of them, bundled and minified from the entry that its package names. */
async function bundleAsInstalled(sdk: string, folder: string): Promise<string> {
  const name = basename(sdk)
  const entry = join(folder, `${name}.js`)
  writeFileSync(entry, `export { Client } from ${JSON.stringify(sdk)}\n`)
  await build({
    configFile: false,
    logLevel: 'silent',
    root: folder,
    build: {
      target: 'es2022',
      outDir: join(folder, 'installed'),
      emptyOutDir: false,
      modulePreload: false,
      rolldownOptions: {
        input: { [name]: entry },
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: '[name].js', format: 'es' },
      },
    },
  })
  return join(folder, 'installed', `${name}.js`)
}

/** What it costs a page to get each SDK, beside the SDK as installed, in pages that take turns. Needs a built `dist/`. */
export async function sdkCosts(runs = 11): Promise<readonly SdkCost[]> {
  const folder = await mkdtemp(join(tmpdir(), 'parlour-sdk-'))
  install(folder)
  const files = new Map<string, string>()
  for (const file of await readdir('dist/chunks')) files.set(`/chunks/${file}`, join('dist/chunks', file))
  for (const service of services) files.set(`/installed/${service}.js`, await bundleAsInstalled(packages[service], folder))
  const named = (name: string): string => [...files.keys()].find((path) => path.startsWith(`/chunks/${name}-`)) ?? ''
  const ours = (service: (typeof services)[number]): string => named(adapters[service])
  const contents = new Map<string, Buffer>()
  for (const [path, file] of files) contents.set(path, await readFile(file))

  const server = createServer((request, response) => {
    const content = contents.get(request.url ?? '')
    response.setHeader('content-type', content ? 'text/javascript' : 'text/html')
    response.end(content ?? '<!doctype html><html lang="en"><title>cost</title><body><p>text</p>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const browser = await chromium.launch(chromiumLaunch())
  const seen = new Map<string, number[]>()
  try {
    for (let run = 0; run < runs; run += 1) {
      for (const path of services.flatMap((service) => [ours(service), `/installed/${service}.js`])) {
        const context = await browser.newContext()
        const page = await context.newPage()
        const devtools = await context.newCDPSession(page)
        await page.goto(origin)
        // What the widget has loaded before the SDK: it is not part of the SDK's price.
        await page.evaluate((address) => import(address), named('core'))
        await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
        const addresses = path.startsWith('/chunks/') ? [named('twilsock'), path] : [path]
        const trace = await traced(devtools, ['devtools.timeline', 'v8'], () =>
          page.evaluate(async (wanted) => void (await Promise.all(wanted.map((address) => import(address)))), addresses),
        )
        const ms = covered(mainThread(trace).filter(({ name }) => working.has(name)))
        seen.set(path, [...(seen.get(path) ?? []), ms])
        await context.close()
      }
    }
  } finally {
    await browser.close()
    server.close()
    await rm(folder, { recursive: true, force: true })
  }
  return services.map((service) => ({
    service,
    oursMs: median(seen.get(ours(service)) ?? []),
    installedMs: median(seen.get(`/installed/${service}.js`) ?? []),
  }))
}
