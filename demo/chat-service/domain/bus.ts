import type { ServiceBus, ServiceBusEvents } from './domain.ts'

export type Announcement = { [Name in keyof ServiceBusEvents]: { name: Name; event: ServiceBusEvents[Name] } }[keyof ServiceBusEvents]

/** Listeners are called in order of arrival; one that throws is reported and does not keep the others from hearing. */
export function createBus(): { bus: ServiceBus; publish(announcement: Announcement): void } {
  const listeners = new Map<keyof ServiceBusEvents, Set<(event: never) => void>>()
  return {
    bus: {
      on(name, listener) {
        const known = listeners.get(name) ?? new Set()
        listeners.set(name, known.add(listener))
        return () => void known.delete(listener)
      },
    },
    publish({ name, event }) {
      for (const listener of listeners.get(name) ?? []) {
        try {
          listener(event as never)
        } catch (error) {
          console.error(`A listener of "${name}" failed:`, error)
        }
      }
    },
  }
}
