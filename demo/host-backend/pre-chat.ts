import { HTTPException } from 'hono/http-exception'

/** What the visitor told before the conversation began. */
export interface PreChat {
  /** at most 60 characters */
  readonly name: string | undefined
  /** The other answers, at most 10, in all at most 2 KB of JSON. */
  readonly answers: Readonly<Record<string, string>>
}

/** @throws HTTPException 400 with a sentence */
export function parsePreChat(body: Readonly<Record<string, unknown>>): PreChat {
  const given = Object.entries(body).map(([question, answer]): [string, string] => {
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
