type Entry = Parameters<Window['addEventListener']>

/**
 * Runs `make` and notes what it listens to on the window, so that it can be taken off again: twilsock never does, and
 * each visit would leave two listeners and all that they hold. Only for the length of the call is the window's method ours.
 */
export function notingWindowListeners<Made>(make: () => Made): { readonly made: Made; removeListeners(): void } {
  const { window } = globalThis as { window?: Window }
  if (typeof window?.addEventListener !== 'function') return { made: make(), removeListeners: () => {} }
  const own = Object.getOwnPropertyDescriptor(window, 'addEventListener')
  const original = window.addEventListener
  const added: Entry[] = []
  Object.defineProperty(window, 'addEventListener', {
    configurable: true,
    writable: true,
    value: (...entry: Entry) => {
      added.push(entry)
      original.apply(window, entry)
    },
  })
  try {
    return {
      made: make(),
      removeListeners: () => {
        for (const [type, listener, options] of added.splice(0)) window.removeEventListener(type, listener, options)
      },
    }
  } finally {
    if (own) Object.defineProperty(window, 'addEventListener', own)
    else Reflect.deleteProperty(window, 'addEventListener')
  }
}
