/** A typed emitter. A listener that throws breaks nobody else: its error is reported to the console as uncaught would be. */
export interface Emitter<Events> {
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void
  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void
  clear(): void
}

export function createEmitter<Events>(): Emitter<Events> {
  const listeners = new Map<keyof Events, Set<(event: never) => void>>()
  return {
    on(name, listener) {
      // A wrapper of its own, so that the same function subscribed twice is two subscriptions.
      const entry = (event: never): void => listener(event)
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(entry))
      return () => void set.delete(entry)
    },
    emit(name, event) {
      for (const listener of [...(listeners.get(name) ?? [])]) {
        try {
          listener(event as never)
        } catch (error) {
          console.error('Parlour: a listener threw', error)
        }
      }
    },
    clear: () => listeners.clear(),
  }
}
