import { me } from './front-desk.ts'

/** An Access Token for the agent, and how long it lives. */
export interface AgentToken {
  readonly jwt: string
  /** ms from now: the device's clock may be wrong, so the token's own two times are subtracted. */
  readonly lifeMs: number
}

/** Ask the host's back end, which knows the agent by a cookie. @throws Error with a sentence to show */
export async function fetchAgentToken(signal: AbortSignal): Promise<AgentToken> {
  const response = await fetch('/agent/token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ reason: 'connect', as: me }),
    cache: 'no-store',
    signal,
  })
  if (!response.ok) throw new Error(`The back end gave no token: it answered ${response.status}`)
  const { token } = (await response.json()) as { token: string }
  return { jwt: token, lifeMs: lifeOf(token) }
}

/** `exp - iat` of a JWT, in ms. */
function lifeOf(jwt: string): number {
  const payload = (jwt.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')
  const { exp, iat } = JSON.parse(atob(payload)) as { exp: number; iat: number }
  return (exp - iat) * 1000
}
