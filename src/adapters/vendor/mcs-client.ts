import type { McsClient as Real, McsMedia as RealMedia } from '@twilio/mcs-client'
import { CancellablePromise } from '@twilio/mcs-client/dist/cancellable-promise.js'

type Package = typeof import('@twilio/mcs-client')
type Arguments = [token: string, mediaUrl: string, mediaSetUrl: string | null, options?: object]

/*
 * In place of a static import of `@twilio/mcs-client`: the real one, loaded when a file is touched. Both SDKs make a client
 * of it at their start and give it each token; most conversations never see a file.
 */

let loaded: Package | undefined
const load = async (): Promise<Package> => (loaded ??= await import('@twilio/mcs-client'))

/** `instanceof` asks the real class, whose instances can only be there once it is loaded. */
export const McsMedia = { [Symbol.hasInstance]: (value: unknown): boolean => !!loaded && value instanceof loaded.McsMedia }

export { CancellablePromise }

export class McsClient {
  readonly #arguments: Arguments
  #real: Real | undefined

  constructor(...given: Arguments) {
    this.#arguments = given
  }

  updateToken(token: string): void {
    this.#arguments[0] = token
    this.#real?.updateToken(token)
  }

  get(sid: string): CancellablePromise<RealMedia> {
    return this.#later((client) => client.get(sid))
  }

  post(...given: Parameters<Real['post']>): CancellablePromise<RealMedia> {
    return this.#later((client) => client.post(...given))
  }

  postFormData(...given: Parameters<Real['postFormData']>): CancellablePromise<RealMedia> {
    return this.#later((client) => client.postFormData(...given))
  }

  mediaSetGet(sids: string[]): CancellablePromise<RealMedia[]> {
    return this.#later((client) => client.mediaSetGet(sids))
  }

  mediaSetGetContentUrls(sids: string[]): CancellablePromise<Map<string, string>> {
    return this.#later((client) => client.mediaSetGetContentUrls(sids))
  }

  #later<T>(ask: (client: Real) => CancellablePromise<T>): CancellablePromise<T> {
    return new CancellablePromise<T>(async (resolve, reject, onCancel) => {
      try {
        const { McsClient: Client } = await load()
        const request = ask((this.#real ??= new (Client as unknown as new (...given: Arguments) => Real)(...this.#arguments)))
        onCancel(() => request.cancel())
        resolve(await request)
      } catch (cause) {
        reject(cause as Error)
      }
    })
  }
}
