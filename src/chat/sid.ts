/** `CH` and 32 hexadecimal digits: what a back end must name a Channel by. */
export const isChannelSid = (value: unknown): value is string => typeof value === 'string' && /^CH[0-9a-f]{32}$/i.test(value)
