import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'

/** The JSON object that was sent. @throws HTTPException 400 */
export async function readJson(c: Context): Promise<Readonly<Record<string, unknown>>> {
  const body: unknown = await c.req.json().catch(() => undefined)
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>
  throw new HTTPException(400, { message: 'The body must be a JSON object.' })
}

/** `channelSid` of such an object. It becomes part of a file's name. @throws HTTPException 400 */
export function readChannelSid({ channelSid }: Readonly<Record<string, unknown>>): string {
  if (typeof channelSid === 'string' && /^CH[0-9a-f]{32}$/.test(channelSid)) return channelSid
  throw new HTTPException(400, { message: 'channelSid must be the sid of a Channel.' })
}
