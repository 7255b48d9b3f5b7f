/**
 * The vendors' SDKs, slimmed without touching a byte of their own code: their untranspiled `dist` (what they give to
 * React Native), one copy of the helpers that each package carries along, and, for third-party helpers of which a few
 * lines are used, modules of ours. 124 KB become less than 45.
 */

/** As much of a bundler's plugin as is used here; keeps the types of the build out of the library. */
interface VendorPlugin {
  readonly name: string
  readonly enforce: 'pre'
  /** In tests the packages run as they are installed. */
  readonly apply: 'build'
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
  '@twilio/mcs-client',
  '@twilio/operation-retrier',
  '@twilio/replay-event-emitter',
  '@twilio/declarative-type-validator',
  '@twilio/deprecation-decorator',
]

const standIns = new Set(['loglevel', 'uuid', 'platform', 'lodash.isequal', 'iso8601-duration', 'javascript-state-machine'])

const fileBeside = (name: string): string => decodeURIComponent(new URL(`./${name}.ts`, import.meta.url).pathname)

const isVendorFile = (path: string | undefined): boolean =>
  path !== undefined && vendors.some((name) => path.includes(`/node_modules/${name}/dist/`))

export function vendorPlugin(): VendorPlugin {
  return {
    name: 'parlour:vendor',
    enforce: 'pre',
    apply: 'build',
    async resolveId(source, importer) {
      if (vendors.includes(source)) return (await this.resolve(`${source}/dist/index.js`, importer, { skipSelf: true }))?.id ?? null
      if (!isVendorFile(importer)) return null
      if (standIns.has(source)) return fileBeside(source)
      if (source.startsWith('core-js/')) return fileBeside('empty')
      if (source.endsWith('/node_modules/tslib/tslib.es6.js')) return fileBeside('tslib')
      if (source.endsWith('/_polyfill-node.events.js')) return fileBeside('events')
      return null
    },
  }
}
