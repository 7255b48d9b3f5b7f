import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The project's folder, with a slash at its end. */
export const projectDir = fileURLToPath(new URL('..', import.meta.url))
/** Where the builds leave what the demo serves. */
export const built = {
  widget: join(projectDir, 'dist'),
  pages: join(projectDir, '.parlour/pages'),
  spa: join(projectDir, '.parlour/spa/dist'),
}

const spaDir = join(projectDir, '.parlour/spa')
const shared = ['vite.config.ts', 'package.json', 'package-lock.json']

/** What each build is made from, and the file that it writes last. */
const steps = {
  widget: { from: ['src', ...shared], to: 'dist/parlour.js', make: buildWidget },
  pages: {
    from: ['demo/console', 'demo/gallery', 'demo/qa', 'src', ...shared],
    to: '.parlour/pages/console.js',
    make: () => vite('--mode', 'demo'),
  },
  spa: { from: ['demo/host-pages/spa', 'dist/parlour.js'], to: '.parlour/spa/dist/index.html', make: buildSpa },
}

/**
 * Build what is missing or older than its sources; `say` hears what is being built. Quick when nothing changed.
 * @throws Error with the failing tool's own words
 */
export async function buildDemo(say: (what: string) => void = () => undefined): Promise<void> {
  const widgetAndSpa = async (): Promise<void> => {
    await buildIfStale('widget', say)
    await buildIfStale('spa', say)
  }
  await Promise.all([widgetAndSpa(), buildIfStale('pages', say)])
}

async function buildIfStale(name: keyof typeof steps, say: (what: string) => void): Promise<void> {
  const { from, to, make } = steps[name]
  const newest = Math.max(...(await Promise.all(from.map((path) => newestChange(join(projectDir, path))))))
  if (newest <= ((await changedAt(join(projectDir, to))) ?? -Infinity)) return
  say(name)
  await make()
}

/** Both builds write into `dist`; the widget's empties it, so the loader's comes second, and its file tells that all went well. */
async function buildWidget(): Promise<void> {
  await vite()
  await vite('--mode', 'loader')
}

/** The single-page app takes the widget as a stranger would: from the packed tarball, into a project of its own. */
async function buildSpa(): Promise<void> {
  await rm(spaDir, { recursive: true, force: true })
  await cp(join(projectDir, 'demo/host-pages/spa'), spaDir, { recursive: true })
  const packed = await npm(projectDir, 'pack', '--json', '--ignore-scripts', '--pack-destination', spaDir)
  await rename(join(spaDir, packedFile(packed)), join(spaDir, 'parlour.tgz'))
  await npm(spaDir, 'install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock')
  await vite(spaDir)
}

function packedFile(json: string): string {
  const [first] = JSON.parse(json) as { filename: string }[]
  if (!first) throw new Error('npm pack made no file')
  return first.filename
}

const vite = (...options: string[]): Promise<string> =>
  command(projectDir, process.execPath, [join(projectDir, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn', ...options])

/** By the npm that runs us where there is one, so that the same one is used throughout. */
function npm(cwd: string, ...options: string[]): Promise<string> {
  const script = process.env['npm_execpath']
  return script?.endsWith('.js') ? command(cwd, process.execPath, [script, ...options]) : command(cwd, 'npm', options)
}

async function command(cwd: string, file: string, options: string[]): Promise<string> {
  await mkdir(cwd, { recursive: true })
  try {
    // NODE_OPTIONS and VITEST would follow us into the tools when a test starts the demo.
    const { NODE_OPTIONS: _, VITEST: __, NODE_ENV: ___, ...env } = process.env
    return (await run(file, options, { cwd, env, maxBuffer: 2 ** 26 })).stdout
  } catch (cause) {
    const { stdout, stderr } = cause as { stdout?: string; stderr?: string }
    throw new Error(`${[file, ...options].join(' ')} failed\n${stderr ?? ''}${stdout ?? ''}`, { cause })
  }
}

/** Of a file, or of a folder and all below it: a deleted file changes its folder. 0 when it is not there. */
async function newestChange(path: string): Promise<number> {
  const own = await changedAt(path)
  if (own === undefined) return 0
  const below = await readdir(path, { recursive: true }).catch(() => [])
  return Math.max(own, ...(await Promise.all(below.map(async (name) => (await changedAt(join(path, name))) ?? 0))))
}

/** ms since the epoch; undefined when there is no such file. */
const changedAt = (path: string): Promise<number | undefined> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  )
