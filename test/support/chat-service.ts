import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import type { Credentials } from '../../demo/chat-service/credentials.ts'
import type { Domain, Instance } from '../../demo/chat-service/domain/domain.ts'
import type { Faults } from '../../demo/chat-service/faults.ts'
import { listen } from '../../demo/chat-service/http.ts'
import { createChatService, type ChatServiceOptions } from '../../demo/chat-service/server.ts'
import { openDatabase } from '../../demo/chat-service/storage/database.ts'
import { mintToken, type TokenOptions } from './tokens.ts'

/** A local chat service in this process, on a port and over a data folder of its own. */
export interface RunningChatService {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  readonly twilsockUrl: string
  readonly dataDir: string
  readonly credentials: Credentials
  readonly domain: Domain
  /** The Service instance of the credentials. */
  readonly instance: Instance
  readonly faults: Faults
  token(identity: string, options?: TokenOptions): string
  /** All rows of all tables as they are on disk now. */
  everything(): Record<string, unknown[]>
  /** Ends it and removes the folder. */
  stop(): Promise<void>
}

export async function startChatService(options: Partial<Omit<ChatServiceOptions, 'publicUrl'>> = {}): Promise<RunningChatService> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'parlour-service-'))
  let service: ReturnType<typeof createChatService> | undefined
  const door = new Hono()
  door.all('*', (context) => service?.app.fetch(context.req.raw, context.env) ?? context.text('Starting', 503))
  const server = await listen(door, (request, socket, head) => service?.upgrade(request, socket, head) ?? false, 0)
  const url = `http://127.0.0.1:${server.port}`
  service = createChatService({ ...options, dataDir, publicUrl: url })
  const { credentials, domain, faults, close } = service
  return {
    url,
    twilsockUrl: credentials.twilsockUrl,
    dataDir,
    credentials,
    domain,
    instance: domain.instance(credentials.serviceSid),
    faults,
    token: (identity, tokenOptions) => mintToken(credentials, identity, tokenOptions),
    everything: () => readEverything(dataDir),
    async stop() {
      await close()
      await server.close()
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** From a copy, log and all: the service holds its file alone. Between two turns of the event loop both are whole. */
function readEverything(dataDir: string): Record<string, unknown[]> {
  const folder = mkdtempSync(join(tmpdir(), 'parlour-copy-'))
  const copy = join(folder, 'copy.sqlite')
  for (const part of ['', '-wal']) {
    const file = join(dataDir, `chat.sqlite${part}`)
    if (existsSync(file)) copyFileSync(file, copy + part)
  }
  const database = openDatabase(copy)
  try {
    const tables = database.all<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    return Object.fromEntries(tables.map(({ name }) => [name, database.all(`SELECT * FROM ${name}`)]))
  } finally {
    database.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
