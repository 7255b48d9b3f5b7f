import type { Context } from 'hono'
import type { TwilioService } from './host-backend/rooms.ts'

/** Which of Twilio's services a page of the demo connects to: what its address asks for (`?service=conversations`), else the demo's own. */
export function serviceOf(c: Context, own: TwilioService): TwilioService {
  const asked = c.req.query('service')
  return asked === 'chat' || asked === 'conversations' ? asked : own
}
