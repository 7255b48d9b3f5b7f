/** What any program on this machine needs to use the local chat service; `credentials.json` in its data folder, mode 0600. */
export interface Credentials {
  /** `AC…` */
  readonly accountSid: string
  /** `SK…` */
  readonly apiKeySid: string
  readonly apiKeySecret: string
  /** `IS…`: the Service instance made at the first start */
  readonly serviceSid: string
  /** Base address of the public REST API, e.g. `http://127.0.0.1:4800` */
  readonly restUrl: string
  /** e.g. `ws://127.0.0.1:4800/twilsock` */
  readonly twilsockUrl: string
}
