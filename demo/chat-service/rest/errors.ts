import { ApiError } from '../domain/errors.ts'

/** What Twilio's REST API answers instead of a resource. */
export interface ErrorBody {
  readonly status: number
  /** Twilio's error number */
  readonly code: number
  readonly message: string
  /** Page about the code, as Twilio's answers name it */
  readonly more_info: string
}

export const errorBody = ({ status, code, message }: ApiError): ErrorBody => ({
  status,
  code,
  message,
  more_info: `https://www.twilio.com/docs/errors/${code}`,
})

export const unauthenticated = (message: string): ApiError => new ApiError(401, 20003, message)
export const pathNotFound = (path: string): ApiError => new ApiError(404, 20404, `The requested resource ${path} was not found`)
export const tooManyRequests = (): ApiError => new ApiError(429, 20429, 'Too Many Requests')
export const tooLarge = (limitBytes: number): ApiError => new ApiError(413, 20413, `The request body is larger than ${limitBytes} bytes`)
export const unsupportedMediaType = (): ApiError =>
  new ApiError(415, 20415, 'Parameters are read from a body of type application/x-www-form-urlencoded')
export const internal = (message = 'Internal Server Error'): ApiError => new ApiError(500, 20500, message)
/** @param operation by its name in Twilio's description */
export const notServed = (operation: string, because: string): ApiError =>
  new ApiError(501, 20501, `${operation} is not served: ${because}`)

/** The method is not one of this resource's; `allowed` becomes the `Allow` header. */
export class MethodNotAllowed extends ApiError {
  readonly allowed: readonly string[]
  constructor(allowed: readonly string[]) {
    super(405, 20004, 'Method not allowed')
    this.allowed = allowed
  }
}
