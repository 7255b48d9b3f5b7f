/** What Conversations v1 keeps of a Channel besides: state, timers, the binding to other media. Durations are ISO 8601, dates ms. */
export const conversationSchema: readonly string[] = [
  "ALTER TABLE channels ADD COLUMN state TEXT NOT NULL DEFAULT 'active'",
  'ALTER TABLE channels ADD COLUMN stateUpdated INTEGER',
  'ALTER TABLE channels ADD COLUMN inactiveTimer TEXT',
  'ALTER TABLE channels ADD COLUMN closedTimer TEXT',
  'ALTER TABLE channels ADD COLUMN dateInactive INTEGER',
  'ALTER TABLE channels ADD COLUMN dateClosed INTEGER',
  'ALTER TABLE channels ADD COLUMN messagingServiceSid TEXT',
  "ALTER TABLE channels ADD COLUMN bindings TEXT NOT NULL DEFAULT '{}'",
  'CREATE INDEX channelsToPutToRest ON channels(serviceSid, dateInactive) WHERE dateInactive IS NOT NULL',
  'CREATE INDEX channelsToClose ON channels(serviceSid, dateClosed) WHERE dateClosed IS NOT NULL',
]
