/** Our own id of a Message, in its attributes. */
export const OWN_ID = 'parlourId'

const NEW_MESSAGE = /\/Messages$/
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const HEADER = 'X-Twilio-Mutation-Id'

/**
 * The headers of a POST, with our own id in place of the one that the SDK makes up for each call: so a Message that is
 * sent again is the same mutation, which the service answers with 202 and what it stored the first time.
 */
export function withOwnMutationId(url: string, headers: Record<string, string>, body: unknown): Record<string, string> {
  if (!(HEADER in headers) || !NEW_MESSAGE.test(url) || typeof body !== 'string') return headers
  const id = ownIdIn(body)
  return id === null ? headers : { ...headers, [HEADER]: id }
}

function ownIdIn(body: string): string | null {
  try {
    const { attributes } = JSON.parse(body) as { attributes?: unknown }
    const id = typeof attributes === 'string' ? (JSON.parse(attributes) as Record<string, unknown> | null)?.[OWN_ID] : null
    return typeof id === 'string' && UUID.test(id) ? id : null
  } catch {
    return null
  }
}
