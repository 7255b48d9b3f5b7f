import type { Credentials } from './twilio-client.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * `TWILIO_ACCOUNT_SID`, `TWILIO_API_KEY_SID`, `TWILIO_API_KEY_SECRET` and `TWILIO_CHAT_SERVICE_SID`, all of them or none;
 * `TWILIO_REST_URL` when it is not Twilio's cloud. @throws Error that names what is missing
 */
export function readCredentials(env: Environment): (Credentials & { readonly restUrl?: string }) | undefined {
  const {
    TWILIO_ACCOUNT_SID: accountSid = '',
    TWILIO_API_KEY_SID: apiKeySid = '',
    TWILIO_API_KEY_SECRET: apiKeySecret = '',
    TWILIO_CHAT_SERVICE_SID: serviceSid = '',
    TWILIO_REST_URL: restUrl = '',
  } = env
  const given = {
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_API_KEY_SID: apiKeySid,
    TWILIO_API_KEY_SECRET: apiKeySecret,
    TWILIO_CHAT_SERVICE_SID: serviceSid,
  }
  const missing = Object.entries(given).flatMap(([name, value]) => (value === '' ? [name] : []))
  if (missing.length === Object.keys(given).length) return undefined
  if (missing.length > 0) throw new Error(`The environment has no ${missing.join(', ')}.`)
  return { accountSid, apiKeySid, apiKeySecret, serviceSid, ...(restUrl !== '' && { restUrl }) }
}

/** @throws Error that names it */
export function need(env: Environment, name: string): string {
  const value = env[name]
  if (value === undefined || value === '') throw new Error(`The environment has no ${name}.`)
  return value
}
