/**
 * In place of three copies of a polyfill of Node's `events`. A function and no class, since one of the SDK's ES5 classes
 * calls it.
 */
type Listener = ((...args: unknown[]) => void) & { listener?: Listener }

interface Emitter {
  _listeners?: Map<string, readonly Listener[]>
  on(name: string, listener: Listener): Emitter
  off(name: string, listener: Listener): Emitter
}

function EventEmitter(this: Emitter): void {
  this._listeners = new Map()
}

const mapOf = (emitter: Emitter): Map<string, readonly Listener[]> => (emitter._listeners ??= new Map())

const methods = {
  on(this: Emitter, name: string, listener: Listener): Emitter {
    mapOf(this).set(name, [...(mapOf(this).get(name) ?? []), listener])
    return this
  },
  once(this: Emitter, name: string, listener: Listener): Emitter {
    const first: Listener = (...args) => {
      this.off(name, first)
      listener.apply(this, args)
    }
    first.listener = listener
    return this.on(name, first)
  },
  off(this: Emitter, name: string, listener: Listener): Emitter {
    const listeners = mapOf(this).get(name) ?? []
    const index = listeners.findLastIndex((own) => own === listener || own.listener === listener)
    if (index >= 0) mapOf(this).set(name, listeners.toSpliced(index, 1))
    return this
  },
  emit(this: Emitter, name: string, ...args: unknown[]): boolean {
    const listeners = mapOf(this).get(name) ?? []
    if (listeners.length === 0 && name === 'error')
      throw args[0] instanceof Error ? args[0] : new Error('Uncaught, unspecified "error" event.')
    for (const listener of listeners) listener.apply(this, args)
    return listeners.length > 0
  },
  removeAllListeners(this: Emitter, ...names: string[]): Emitter {
    if (names.length === 0) mapOf(this).clear()
    for (const name of names) mapOf(this).delete(name)
    return this
  },
  listenerCount(this: Emitter, name: string): number {
    return mapOf(this).get(name)?.length ?? 0
  },
  setMaxListeners(this: Emitter): Emitter {
    return this
  },
}

Object.assign(EventEmitter.prototype, methods, { addListener: methods.on, removeListener: methods.off })

export default EventEmitter
