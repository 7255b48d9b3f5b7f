/** A test, and where it is run. `name` as in the file, with the placeholders of `test.each`. */
export interface NamedTest {
  readonly project: 'unit' | 'integration'
  readonly file: string
  readonly name: string
}

/** One place of the source that keeps a hazard off, how to take it out, and the test that fails then. */
export interface Guard {
  readonly what: string
  readonly edits: readonly { readonly file: string; readonly find: string; readonly replace: string }[]
  readonly test: NamedTest
}

export interface Hazard {
  readonly id: `H${number}`
  /** What the SDK, the service or the browser does. */
  readonly sentence: string
  readonly guards: readonly Guard[]
  /** What has no guard of its own: why, and the test that watches it. */
  readonly nothingToTakeOut?: { readonly because: string; readonly watchedBy: NamedTest }
}

export const inUnit = (file: string, name: string): NamedTest => ({ project: 'unit', file: `test/unit/${file}.test.ts`, name })
/** On both SDKs and the local service: seconds, where a unit test takes milliseconds. */
export const onSdks = (file: string, name: string): NamedTest => ({
  project: 'integration',
  file: `test/integration/adapter/${file}.test.ts`,
  name,
})

/** In `file` of `src`, `find` becomes `replace`. */
export const takeOut = (what: string, file: string, [find, replace]: readonly [find: string, replace: string], test: NamedTest): Guard => ({
  what,
  edits: [{ file: `src/${file}`, find, replace }],
  test,
})
