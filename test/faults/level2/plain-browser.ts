import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium, type BrowserContext } from 'playwright-core'
import { chromiumLaunch } from '../../support/chromium.ts'

/** A browser as it comes, with one visitor in it. */
export interface PlainBrowser {
  readonly context: BrowserContext
  close(): Promise<void>
}

/**
 * Chromium without what the driver changes by default: there each page counts as visible and in front for good, so none
 * is ever hidden, and none can be frozen.
 */
export async function launchPlainBrowser(): Promise<PlainBrowser> {
  const { executablePath = chromium.executablePath(), args } = chromiumLaunch()
  const profile = await mkdtemp(join(tmpdir(), 'parlour-plain-'))
  const own = ['--headless', '--no-sandbox', '--lang=en-GB', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank']
  const child = spawn(executablePath, [...args, ...own], { stdio: ['ignore', 'ignore', 'pipe'] })
  const takeAlong = (): void => void child.kill('SIGKILL')
  process.once('exit', takeAlong)
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const address = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}`)))
    createInterface({ input: child.stderr }).on('line', (line) => {
      const [, found] = /DevTools listening on (ws:\S+)/.exec(line) ?? []
      if (found) resolve(found)
    })
  })
  const browser = await chromium.connectOverCDP(address, { noDefaults: true })
  const [context] = browser.contexts()
  if (!context) throw new Error('Chromium has no context')
  return {
    context,
    async close() {
      await browser.close()
      takeAlong()
      await gone
      process.off('exit', takeAlong)
      // Its helpers may still write for a moment after it is gone.
      await rm(profile, { recursive: true, force: true, maxRetries: 20 })
    },
  }
}
