/** What we read in an Access Token. Reading is not verifying: only the service can do that. */
export interface AccessToken {
  /** The token itself. In no log, error, event or storage. */
  readonly jwt: string
  /** `grants.identity` */
  readonly identity: string
  /** `grants.chat.service_sid`, `IS…` */
  readonly serviceSid: string
  /** ms; `exp - iat`. The device's clock may be wrong by days, so this, not `exp`, is what we count from receipt. */
  readonly lifeMs: number
}
