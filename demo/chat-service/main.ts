import { resolve } from 'node:path'
import { Hono } from 'hono'
import { listen } from './http.ts'
import { createChatService, type ChatServiceServer } from './server.ts'

/**
 * The chat service alone, as a process. `PORT` (0 = any free one; 4800) and `PARLOUR_DATA` (`.parlour`) say where; one line
 * of JSON on the standard output says that it listens: `{"listening":PORT,"dataDir":"…"}`.
 */
const dataDir = resolve(process.env['PARLOUR_DATA'] ?? '.parlour')
const port = Number(process.env['PORT'] ?? 4800)
const giveUp = (error: Error & { code?: string }): never => {
  console.error(error.code === 'EADDRINUSE' ? `Port ${port} is taken: stop what uses it, or set PORT to another` : error.message)
  process.exit(1)
}

// The port comes first: who holds it is alone with the file.
let service: ChatServiceServer | undefined
const door = new Hono()
door.all('*', (context) => service?.app.fetch(context.req.raw, context.env) ?? context.text('Starting', 503, { 'Retry-After': '1' }))
const server = await listen(door, (request, socket, head) => service?.upgrade(request, socket, head) ?? false, port).catch(giveUp)
try {
  service = createChatService({ dataDir, publicUrl: `http://127.0.0.1:${server.port}` })
} catch (error) {
  giveUp(error as Error)
}
console.log(JSON.stringify({ listening: server.port, dataDir }))

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void server.close()
    service?.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  })
}
