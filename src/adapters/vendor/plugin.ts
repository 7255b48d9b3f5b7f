/**
 * The vendors' SDKs, slimmed without touching a byte of their own protocol: their untranspiled `dist` (what they give to
 * React Native), one copy of the helpers that each package carries along, modules of ours for helpers of which a few
 * lines are used, and no line of log that nobody could read. 124 KB become less than 50, for either of the two.
 */

/** As much of a bundler's plugin as is used here; keeps the types of the build out of the library. */
interface VendorPlugin {
  readonly name: string
  readonly enforce: 'pre'
  /** In tests the packages run as they are installed. */
  readonly apply: 'build'
  config(): { readonly build: { readonly rolldownOptions: { readonly treeshake: { readonly manualPureFunctions: string[] } } } }
  resolveId(
    this: { resolve(source: string, importer?: string, options?: { skipSelf?: boolean }): Promise<{ readonly id: string } | null> },
    source: string,
    importer?: string,
  ): Promise<string | null>
}

const vendors = [
  'twilio-chat',
  '@twilio/conversations',
  'twilsock',
  'twilio-sync',
  '@twilio/notifications',
  '@twilio/operation-retrier',
  '@twilio/replay-event-emitter',
  '@twilio/declarative-type-validator',
  '@twilio/deprecation-decorator',
  '@twilio/mcs-client',
]

const standIns: Readonly<Record<string, string>> = {
  loglevel: 'loglevel',
  uuid: 'uuid',
  platform: 'platform',
  'lodash.isequal': 'lodash.isequal',
  'iso8601-duration': 'iso8601-duration',
  'javascript-state-machine': 'javascript-state-machine',
  '@twilio/mcs-client': 'mcs-client',
}

/** Each package carries its own copy along. */
const inlined: readonly (readonly [end: string, standIn: string])[] = [
  ['/node_modules/tslib/tslib.es6.js', 'tslib'],
  ['/node_modules/quick-lru/index.js', 'quick-lru'],
  ['/_polyfill-node.events.js', 'events'],
]

/** What the SDKs call their loggers, and what prints nothing with our `loglevel` at the level that `sdk-options.ts` sets. */
const loggers = ['log', 'logger.log', 'logger.default', 'Client_1._logger', 'Conversation._logger']
const silent = loggers.flatMap((logger) => ['trace', 'debug', 'info', 'warn', 'error'].map((level) => `${logger}.${level}`))

const fileBeside = (name: string): string => decodeURIComponent(new URL(`./${name}.ts`, import.meta.url).pathname)

const isVendorFile = (path: string | undefined): boolean =>
  path !== undefined && vendors.some((name) => path.includes(`/node_modules/${name}/dist/`))

const standInFor = (source: string): string | undefined =>
  source.startsWith('core-js/') ? 'empty' : (standIns[source] ?? inlined.find(([end]) => source.endsWith(end))?.[1])

export function vendorPlugin(): VendorPlugin {
  return {
    name: 'parlour:vendor',
    enforce: 'pre',
    apply: 'build',
    config: () => ({ build: { rolldownOptions: { treeshake: { manualPureFunctions: silent } } } }),
    async resolveId(source, importer) {
      const standIn = isVendorFile(importer) ? standInFor(source) : undefined
      if (standIn !== undefined) return fileBeside(standIn)
      if (!vendors.includes(source)) return null
      return (await this.resolve(`${source}/dist/index.js`, importer, { skipSelf: true }))?.id ?? null
    },
  }
}
