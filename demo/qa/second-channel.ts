import type { Instance } from '../chat-service/domain/domain.ts'

const system = { kind: 'system' } as const
const agent = { kind: 'user', identity: 'agent' } as const

/** What a shop may do beside the conversation that is going on: another one of the house's, about one order. Answers with its sid. */
export function openSecondChannel({ channels, members, messages }: Instance, visitor: string): string {
  const attributes = JSON.stringify({ parlour: { title: 'Your order 4711', text: 'One blue bowl' } })
  const { sid } = channels.create(system, { friendlyName: `Order of ${visitor.slice(-4)}`, type: 'private', attributes })
  for (const identity of [visitor, agent.identity]) members.create(system, sid, { identity })
  messages.create(agent, sid, { body: 'Your bowl is on its way.' })
  return sid
}
