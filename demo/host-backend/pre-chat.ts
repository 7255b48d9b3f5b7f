import { HTTPException } from 'hono/http-exception'

/** What the visitor told before the conversation began. */
export interface PreChat {
  /** at most 60 characters */
  readonly name: string | undefined
  /** The other answers, at most 10, in all at most 2 KB of JSON. */
  readonly answers: Readonly<Record<string, string>>
}

/** From `{"preChat":{"name":"Ann","topic":"Tea","news":true}}`; without it nothing was asked. @throws HTTPException 400 with a sentence */
export function parsePreChat({ preChat = {} }: Readonly<Record<string, unknown>>): PreChat {
  if (typeof preChat !== 'object' || preChat === null || Array.isArray(preChat)) {
    throw new HTTPException(400, { message: 'preChat must be an object of answers.' })
  }
  const given = Object.entries(preChat).map(([question, answer]: [string, unknown]): [string, string] => {
    // A box that can be ticked.
    if (typeof answer === 'boolean') return [question, answer ? 'yes' : 'no']
    if (typeof answer !== 'string') throw new HTTPException(400, { message: 'Every answer must be text.' })
    return [question, answer.trim()]
  })
  const name = given.find(([question]) => question === 'name')?.[1]
  const answers = Object.fromEntries(given.filter(([question, answer]) => question !== 'name' && answer !== ''))
  if (name !== undefined && name.length > 60) throw new HTTPException(400, { message: 'A name has at most 60 characters.' })
  if (given.length > 11) throw new HTTPException(400, { message: 'At most 10 answers, please.' })
  if (Buffer.byteLength(JSON.stringify(answers)) > 2_048) throw new HTTPException(400, { message: 'The answers are too long.' })
  return { name: name || undefined, answers }
}
