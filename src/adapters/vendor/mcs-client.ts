/**
 * In place of `@twilio/mcs-client`: files go by `media.ts`, which knows progress, a deadline and an end. The SDKs make
 * a client at their start, give it each token, and would call it only in methods that nobody calls.
 */
export class McsClient {
  updateToken(): void {}
}

/** Asked only whether something is one of it, and nothing is. */
export function McsMedia(): void {}

/** Named in the types of those methods. */
export class CancellablePromise<Value> extends Promise<Value> {}
