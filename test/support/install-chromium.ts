import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromiumPath } from './chromium.ts'

/** The browser's path; as root on Debian it is installed when there is none; elsewhere one sentence says what to install. */
export function requireChromium(): string {
  const found = chromiumPath()
  if (found && existsSync(found)) return found
  if (found) return stop(`CHROMIUM_PATH names ${found}, which does not exist.`)
  const isRoot = process.getuid?.() === 0
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    console.log('No Chromium here: installing Debian’s by apt-get.')
    const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const
    spawnSync('apt-get', ['update', '-qq'], options)
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation', 'fonts-noto-core'], options)
    const installed = chromiumPath()
    if (installed) return installed
  }
  return stop('The browser tests need Chromium or Chrome: install one (on Debian: apt-get install chromium), or name it in CHROMIUM_PATH.')
}

function stop(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}
