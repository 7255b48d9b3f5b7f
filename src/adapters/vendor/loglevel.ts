/**
 * In place of `loglevel`, which keeps its level in localStorage or a cookie. Nothing below an error is ever printed,
 * whatever level is set: the SDKs print Access Tokens at `trace` and whole packets at `debug`.
 */
const nothing = (): void => {}

interface Logger {
  readonly levels: Readonly<Record<string, number>>
  setLevel(level: string | number): void
  getLevel(): number
  trace(...line: readonly unknown[]): void
  debug(...line: readonly unknown[]): void
  info(...line: readonly unknown[]): void
  warn(...line: readonly unknown[]): void
  error(...line: readonly unknown[]): void
}

export function getLogger(): Logger {
  let silent = false
  return {
    levels: { TRACE: 0, DEBUG: 1, INFO: 2, WARN: 3, ERROR: 4, SILENT: 5 },
    setLevel: (level) => void (silent = level === 'silent' || level === 5),
    getLevel: () => (silent ? 5 : 4),
    trace: nothing,
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: (...line) => {
      if (!silent) console.error(...line)
    },
  }
}

/** mcs-client and notifications take the module itself for their logger. */
export const { levels, setLevel, getLevel, trace, debug, info, warn, error } = getLogger()
