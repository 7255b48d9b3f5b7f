import { ApiError } from '../../domain/errors.ts'
import type { Handler, Reply, Route } from '../route.ts'

/** Refusals that Conversations numbers or words in another way than Chat, by Chat's code. */
const reworded: Readonly<Record<number, readonly [code: number, message: string]>> = {
  50300: [50350, 'Conversation not found'],
  50307: [50353, 'Conversation with provided unique name already exists'],
  50400: [20404, 'Participant not found'],
  50403: [50403, 'Conversation participants limit exceeded'],
  50404: [50433, 'Participant already exists'],
  50208: [50208, 'User conversations limit exceeded'],
}

/** The route with its refusals in the words of Conversations. */
export function inConversationsWords({ path, ...handlers }: Route): Route {
  const wrapped = Object.entries(handlers).map(([method, handler]) => [method, reword(handler as Handler)])
  return { path, ...(Object.fromEntries(wrapped) as Omit<Route, 'path'>) }
}

const reword =
  (handler: Handler): Handler =>
  (call): Reply => {
    try {
      return handler(call)
    } catch (error) {
      const [code, message] = (error instanceof ApiError ? reworded[error.code] : undefined) ?? []
      throw error instanceof ApiError && code !== undefined && message !== undefined ? new ApiError(error.status, code, message) : error
    }
  }
