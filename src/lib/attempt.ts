/** What `work` returns; undefined where it throws, as each use of a browser's storage may: private windows, sandboxed frames. */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
