import { invalid } from '../../domain/errors.ts'
import { type Form, parseForm } from '../form.ts'
import { system } from '../open.ts'
import { created, type Route } from '../route.ts'
import { readNewConversation } from './conversations.ts'
import type { Open } from './open.ts'
import { addParticipant } from './participants.ts'
import { presentConversationWithParticipants } from './present/conversation.ts'

/** Twilio takes so many at once. */
const most = 10

/** A conversation with those who are in it from the start: all of it is made, or nothing. */
export const conversationWithParticipantsRoutes = (open: Open): Route[] => [
  {
    path: '/ConversationWithParticipants',
    post(call) {
      const { instance, place } = open(call)
      const participants = (call.form.texts('Participant') ?? []).map(readParticipant)
      if (participants.length > most) throw invalid(`Invalid parameter Participant: at most ${most} may be sent`)
      const channel = instance.atomically(() => {
        const { sid } = instance.channels.create(system, readNewConversation(call.form))
        for (const participant of participants) addParticipant(instance, sid, participant)
        return instance.channels.fetch(system, sid)
      })
      const body = presentConversationWithParticipants(place, channel)
      return participants.length === 0 ? created(body) : { status: 202, body }
    },
  },
]

/** The parameters of a participant out of their JSON: `{"messaging_binding":{"proxy_address":…}}` is `MessagingBinding.ProxyAddress`. */
function readParticipant(json: string): Form {
  const fields = parseObject(json)
  const pairs = Object.entries(fields).flatMap(([name, value]): [string, string][] =>
    isRecord(value)
      ? Object.entries(value).map(([inside, text]): [string, string] => [`${parameter(name)}.${parameter(inside)}`, String(text)])
      : [[parameter(name), String(value)]],
  )
  return parseForm(new URLSearchParams(pairs).toString())
}

const parameter = (name: string): string => name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())

function parseObject(json: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(json)
    if (isRecord(parsed)) return parsed
  } catch {
    // as what is JSON, but no object
  }
  throw invalid('Invalid parameter Participant: expected a JSON object')
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
