/** What every resource of one Service instance repeats. */
export interface Place {
  readonly accountSid: string
  readonly serviceSid: string
  /** Absolute address of the Service instance */
  readonly url: string
}

export const placeOf = (publicUrl: string, service: { sid: string; accountSid: string }): Place => ({
  accountSid: service.accountSid,
  serviceSid: service.sid,
  url: `${publicUrl}/v2/Services/${service.sid}`,
})

export const channelUrl = (place: Place, channelSid: string): string => `${place.url}/Channels/${channelSid}`

/** ISO 8601 in UTC, to the second, as Twilio's Chat API gives dates. */
export const date = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`
