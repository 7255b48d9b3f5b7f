import { Ajv } from 'ajv'
import { expect } from 'vitest'
import type { Description } from '../../support/openapi.ts'
import { type Answer, type FormFields, type Rest, send } from './setup.ts'
import { errorSchema } from './shapes.ts'

export interface Resource {
  readonly sid: string
  readonly url: string
  readonly [property: string]: unknown
}

/** Calls a REST API and holds each answer against Twilio's description of it. */
export interface ContractCaller {
  /** Calls an operation, which must succeed. @param status where the description knows two ways to succeed */
  call(method: string, path: string, form?: FormFields, status?: number): Promise<Resource>
  /** Calls what must be refused with `status`, in the form of Twilio's errors. */
  refused(status: number, method: string, path: string, form?: FormFields, headers?: Record<string, string>): Promise<Answer>
  /** What was called, by the operation's id. */
  readonly covered: ReadonlyMap<string, 'served' | 501>
}

const isErrorBody = new Ajv().compile(errorSchema)

export function createContractCaller(description: Description, rest: () => Rest): ContractCaller {
  const covered = new Map<string, 'served' | 501>()
  return {
    covered,
    async call(method, path, form, status) {
      const operation = description.operationOf(method, new URL(path, rest().url).pathname)
      const answer = await send(rest(), method, path, form)
      const expected = { status: status ?? operation.successStatus }
      expect({ operation: operation.id, status: answer.status, body: answer.body }).toMatchObject(expected)
      expect(description.problems(operation, answer.body), `${operation.id} ${JSON.stringify(answer.body)}`).toEqual([])
      covered.set(operation.id, 'served')
      return answer.body as Resource
    },
    async refused(status, method, path, form, headers) {
      const answer = await send(rest(), method, path, form, headers)
      expect({ method, path, status: answer.status, body: answer.body }).toMatchObject({ status, body: { status } })
      expect(isErrorBody(answer.body), JSON.stringify(answer.body)).toBe(true)
      if (status === 501) covered.set(description.operationOf(method, new URL(path, rest().url).pathname).id, 501)
      return answer
    },
  }
}
