import type { Domain } from '../../demo/chat-service/domain/domain.ts'
import { refusedOperations } from '../../demo/chat-service/rest/refused.ts'
import { publicRoutes } from '../../demo/chat-service/rest/routes.ts'
import { readFileSync } from 'node:fs'

/** One operation of Twilio's two descriptions, and what the local chat service does with it. */
export interface DescribedOperation {
  readonly api: 'Chat v2' | 'Conversations v1'
  /** As the description calls it, e.g. `FetchUser` */
  readonly id: string
  readonly method: 'get' | 'post' | 'delete'
  readonly path: string
  /** null = served */
  readonly refusedBecause: string | null
}

const descriptions = [
  ['Chat v2', 'twilio_chat_v2.json'],
  ['Conversations v1', 'twilio_conversations_v1.json'],
] as const

/** In the order of the descriptions. @throws Error for an operation that the service knows nothing of */
export function describedOperations(): DescribedOperation[] {
  // No handler is called: the addresses are all that is asked for.
  const routes = publicRoutes({} as Domain, 'https://chat.example.com')
  const known = new Set(routes.flatMap((route) => Object.keys(route).map((method) => `${method} ${plain(route.path)}`)))
  const refused = new Map(refusedOperations.map((one) => [`${one.method} ${plain(one.path)}`, one.because]))
  return descriptions.flatMap(([api, file]) =>
    readOperations(file).map(({ id, method, path }) => {
      const key = `${method} ${plain(path)}`
      if (!known.has(key)) throw new Error(`${api}: nothing answers ${id}, ${method} ${path}`)
      return { api, id, method, path, refusedBecause: refused.get(key) ?? null }
    }),
  )
}

/** Both write the parts of a path that differ from call to call in their own way. */
const plain = (path: string): string => path.replaceAll(/:\w+|\{\w+\}/g, '*')

function readOperations(file: string): Pick<DescribedOperation, 'id' | 'method' | 'path'>[] {
  const text = readFileSync(new URL(`../fixtures/twilio/${file}`, import.meta.url), 'utf8')
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, { operationId: string } | undefined>> }
  return Object.entries(paths).flatMap(([path, item]) =>
    (['get', 'post', 'delete'] as const).flatMap((method) => {
      const operation = item[method]
      return operation === undefined ? [] : [{ id: operation.operationId, method, path }]
    }),
  )
}

/** Those that requests have called, by name. @throws Error for a request that Twilio does not describe */
export function calledOperations(
  api: DescribedOperation['api'],
  requests: readonly { readonly method: string; readonly pathname: string }[],
): Set<string> {
  const all = describedOperations()
    .filter((operation) => operation.api === api)
    .map(({ id, method, path }) => ({ id, method, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`) }))
  return new Set(
    requests.map(({ method, pathname }) => {
      const found = all.find((one) => one.method === method.toLowerCase() && one.pattern.test(pathname))
      if (found === undefined) throw new Error(`${api}: Twilio describes no ${method} ${pathname}`)
      return found.id
    }),
  )
}

/** `docs/rest-operations.md` */
export function operationsDocument(): string {
  const operations = describedOperations()
  const of = (api: string) => operations.filter((operation) => operation.api === api)
  const served = (some: readonly DescribedOperation[]) => some.filter(({ refusedBecause }) => refusedBecause === null).length
  const sections = descriptions.map(([api, file]) => {
    const all = of(api)
    return [
      `## ${api}`,
      '',
      `${served(all)} of ${all.length} operations are served. Described in \`test/fixtures/twilio/${file}\`.`,
      '',
      '| operation | request | local chat service |',
      '|---|---|---|',
      ...all.map(({ id, method, path, refusedBecause }) => {
        const answer = refusedBecause === null ? 'served' : `501: ${refusedBecause}`
        return `| ${id} | \`${method.toUpperCase()} ${path}\` | ${answer} |`
      }),
    ].join('\n')
  })
  return `# Operations of the public REST APIs

Written by \`npm run docs\` from Twilio's own descriptions and from the routes of the local chat service. An operation that is not
served answers 501 with Twilio's error body, whose message names the operation and the reason. Every other answer is held against
its description in \`test/integration/rest\`: each property is there, no other is, formats and patterns hold.

${sections.join('\n\n')}
`
}
