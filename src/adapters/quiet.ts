/** For all of Twilio's clients. Silent: what fails is told through the port, and at `trace` they print Access Tokens. */
export const quiet = { productId: 'ip_messaging', logLevel: 'silent' } as const
