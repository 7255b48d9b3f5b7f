/** A new one each time: what waits on disk is another's. */
export const VISITOR = `visitor-${crypto.randomUUID()}`
