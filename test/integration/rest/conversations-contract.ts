import { afterAll, beforeAll, expect, test } from 'vitest'
import { nulls } from '../../../demo/chat-service/rest/conversations/present/nulls.ts'
import { readDescription } from '../../support/openapi.ts'
import { type ContractCaller, createContractCaller, type Resource } from './contract-caller.ts'
import { type Rest, startRest } from './setup.ts'
import { conversationsShapes } from './shapes.ts'

const file = new URL('../../fixtures/twilio/twilio_conversations_v1.json', import.meta.url)
export const description = readDescription(file, { nulls, shapes: conversationsShapes })

/** Which form of an address: with the Service instance's sid, or without, for the default one. */
export type Form = 'named' | 'default'

export interface ConversationsContract extends Omit<ContractCaller, 'covered'> {
  rest(): Rest
  /** A Service instance of its own. @returns the addresses below it, or below `/v1` when it is made the default one */
  createService(form: Form): Promise<{ service: Resource; at: (path: string) => string }>
  /** Tests, to stand last: of what is `mine`, every operation was called and every listed null was met. */
  testCompleteness(mine: { path(path: string): boolean; schema(name: string): boolean }): void
}

/** The REST API of Conversations for the tests of a file, each answer held against Twilio's description. */
export function useConversations(): ConversationsContract {
  let rest: Rest
  const { call, refused, covered } = createContractCaller(description, () => rest)
  beforeAll(async () => void (rest = await startRest()))
  afterAll(() => rest.close())

  return {
    rest: () => rest,
    call,
    refused,
    async createService(form) {
      const service = await call('POST', '/v1/Services', { FriendlyName: form })
      if (form === 'default') await call('POST', '/v1/Configuration', { DefaultChatServiceSid: service.sid })
      return { service, at: (path) => (form === 'named' ? `/v1/Services/${service.sid}${path}` : `/v1${path}`) }
    },
    testCompleteness(mine) {
      test('every operation that Twilio describes of these is served, or refused with 501', () => {
        const operations = description.operations.filter(({ path }) => mine.path(path))
        expect(operations.length).toBeGreaterThan(20)
        expect(operations.filter(({ id }) => !covered.has(id)).map(({ id }) => id)).toEqual([])
      })
      test('every listed null was really met', () => {
        const labels = description.nulls.filter((label) => mine.schema(label.slice(0, label.indexOf(':'))))
        expect(labels.length).toBeGreaterThan(10)
        expect(labels.filter((label) => !description.nullsSeen.has(label))).toEqual([])
      })
      test('nothing happened that the service did not expect', () => expect(rest.reported).toEqual([]))
    },
  }
}

/** The resources that are about people; those of the other file are about places and what is said there. */
export const people = {
  path: (path: string) => /Participant|\/Receipts|\/Users/.test(path),
  schema: (name: string) => /participant|receipt|user/.test(name),
}
export const places = {
  path: (path: string) => !people.path(path),
  schema: (name: string) => !people.schema(name),
}
