/**
 * The back end alone, as a process: for a website on Twilio's cloud. From the environment: the credentials (`environment.ts`),
 * `SERVICE`, `PUBLIC_ORIGINS` (separated by commas), `COOKIE_SECRET`, `PARLOUR_DATA` (default `.parlour`), `TOKEN_TTL`,
 * `PORT` (default 4900; 0 = any free one), `ADDRESS_HEADER` (`x-real-ip`: where your web server, and only it, writes the
 * visitor's address; otherwise all visitors share one rate limit). It listens on 127.0.0.1: what ends TLS stands before it.
 */
import { serve } from '@hono/node-server'
import { tokenTtlS } from './access-token.ts'
import { createHostBackend } from './app.ts'
import { need, readCredentials } from './environment.ts'
import { readService } from './twilio-client.ts'

const { env } = process
try {
  const credentials = readCredentials(env)
  if (!credentials) throw new Error('The environment has no TWILIO_ACCOUNT_SID.')
  const service = readService(env['SERVICE'])
  const addressHeader = env['ADDRESS_HEADER']
  const { app } = await createHostBackend({
    service,
    credentials,
    ...(credentials.restUrl !== undefined && { chatBaseUrl: credentials.restUrl }),
    publicOrigins: need(env, 'PUBLIC_ORIGINS').split(','),
    cookieSecret: need(env, 'COOKIE_SECRET'),
    dataDir: env['PARLOUR_DATA'] ?? '.parlour',
    tokenTtlS: tokenTtlS(env['TOKEN_TTL']),
    agentIdentity: 'agent',
    ...(addressHeader && { addressOf: (c) => c.req.header(addressHeader) ?? 'unknown' }),
  })
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(env['PORT'] ?? 4900) }, ({ port }) => {
    console.log(`/token, /start and /end on http://127.0.0.1:${port}, SERVICE=${service}`)
  })
  server.on('error', giveUp)
} catch (error) {
  giveUp(error)
}

function giveUp(error: unknown): void {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
