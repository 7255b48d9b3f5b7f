/**
 * In place of `loglevel`, which keeps its level in localStorage or a cookie. Nothing below an error is ever printed,
 * whatever level is set: the SDKs print Access Tokens at `trace` and whole packets at `debug`.
 */
const silent = (): void => {}

const logger = {
  levels: { TRACE: 0, DEBUG: 1, INFO: 2, WARN: 3, ERROR: 4, SILENT: 5 },
  setLevel: silent,
  getLevel: (): number => 4,
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: (...line: readonly unknown[]): void => console.error(...line),
}

export const getLogger = (): typeof logger => logger

/** mcs-client takes the module itself for its logger. */
export const { levels, setLevel, getLevel, trace, debug, info, warn, error } = logger
