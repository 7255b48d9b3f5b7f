import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Hears from the pages, in the very moment and for good, which texts a composer has let go of. */
export interface Notary {
  /** `http://127.0.0.1:<port>/` */
  readonly url: string
  readonly noted: ReadonlySet<string>
  close(): Promise<void>
}

export async function openNotary(): Promise<Notary> {
  const noted = new Set<string>()
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      noted.add(text)
      response.writeHead(204, { 'Access-Control-Allow-Origin': '*' }).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    noted,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/**
 * Runs in the page before the widget: whoever empties a text area tells the notary first what stood in it, and waits until
 * that is noted. What was let go of before the page died is known by that, and nothing else.
 */
export function noteLetGo(notary: string): void {
  const value = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value') as Required<PropertyDescriptor>
  Object.defineProperty(HTMLTextAreaElement.prototype, 'value', {
    ...value,
    set(this: HTMLTextAreaElement, next: string) {
      const before = this.value
      if (before !== '' && next === '') {
        const request = new XMLHttpRequest()
        request.open('POST', notary, false)
        request.send(before)
      }
      value.set.call(this, next)
    },
  })
}
