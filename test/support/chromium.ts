import { existsSync } from 'node:fs'

const KNOWN_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The browser of this machine: `CHROMIUM_PATH`, else an installed Chromium or Chrome; undefined when there is none. */
export function chromiumPath(): string | undefined {
  const named = process.env['CHROMIUM_PATH']
  if (named) return named
  return KNOWN_PATHS.find((path) => existsSync(path))
}

/** Launch options for playwright. The background flags keep Chromium from calling home, which a closed network refuses. */
export function chromiumLaunch(): { executablePath?: string; args: string[]; chromiumSandbox: boolean } {
  const executablePath = chromiumPath()
  return {
    ...(executablePath ? { executablePath } : {}),
    chromiumSandbox: false,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  }
}
