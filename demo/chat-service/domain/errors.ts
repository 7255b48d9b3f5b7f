/** A refusal, as Twilio words it: HTTP status, Twilio's code, a message. Becomes `{status, code, message, more_info}`. */
export class ApiError extends Error {
  readonly status: number
  readonly code: number
  constructor(status: number, code: number, message: string) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
  }
}

export const invalid = (message: string): ApiError => new ApiError(400, 20001, message)
export const forbidden = (message = 'User unauthorized for command'): ApiError => new ApiError(403, 50107, message)
/** `what` = "Channel", "Member" … Codes as Twilio numbers them. */
export const notFound = (what: keyof typeof notFoundCodes): ApiError => new ApiError(404, notFoundCodes[what], `${what} not found`)
const notFoundCodes = {
  Service: 20404,
  Role: 20404,
  User: 50200,
  Channel: 50300,
  Member: 50400,
  Invite: 20404,
  Message: 50500,
  Webhook: 20404,
  Media: 20404,
  Receipt: 20404,
} as const
export const conflict = (code: number, message: string): ApiError => new ApiError(409, code, message)
