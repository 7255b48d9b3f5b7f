/** In place of six copies of `tslib`: the five helpers that the SDKs' `dist` uses. */
type Decorator = (target: object, key?: string, descriptor?: PropertyDescriptor) => PropertyDescriptor | undefined

export function __decorate(
  decorators: readonly Decorator[],
  target: object,
  key?: string,
  descriptor?: PropertyDescriptor | null,
): unknown {
  if (key === undefined) return decorators.reduceRight((result, decorate) => (decorate(result) as object | undefined) ?? result, target)
  const own = Object.getOwnPropertyDescriptor(target, key) ?? descriptor ?? undefined
  const result = decorators.reduceRight((last, decorate) => decorate(target, key, last) ?? last, own)
  if (result) Object.defineProperty(target, key, result)
  return result
}

/** Type metadata, which nobody reads. */
export const __metadata = (): (() => void) => () => {}

interface Class {
  prototype: object
}
export function __extends(derived: Class, base: Class): void {
  Object.setPrototypeOf(derived, base)
  derived.prototype = Object.create(base.prototype, { constructor: { value: derived, writable: true, configurable: true } }) as object
}

export const __spreadArray = (to: readonly unknown[], from: readonly unknown[]): unknown[] => [...to, ...from]

/** A private method of a class, of which `@twilio/conversations` has two: `state` says whose, `method` is it. */
export function __classPrivateFieldGet(owner: object, state: WeakSet<object>, _kind: 'm', method: unknown): unknown {
  if (!state.has(owner)) throw new TypeError('Not an object of this class')
  return method
}
