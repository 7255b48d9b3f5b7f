declare module '@twilio/mcs-client/dist/cancellable-promise.js' {
  export { CancellablePromise } from '@twilio/mcs-client'
}
