import { counting, dates, inChannel, inService, seq } from './columns.ts'

const memberColumns = `seq, sid, serviceSid, channelSid, identity, roleSid, lastConsumedMessageIndex, lastConsumptionTimestamp,
  notificationLevel, attributes, dateCreated, dateUpdated`

/** What Conversations has more than Programmable Chat: Members that are no Users, several media in a Message, delivery receipts. */
export const receiptSchema: readonly string[] = [
  // A Member that is no User has no Identity, and a column loses its NOT NULL only together with its table.
  `CREATE TABLE newMembers (${seq}, sid TEXT NOT NULL UNIQUE, ${inService}, ${inChannel}, identity TEXT,
    bindingType TEXT, address TEXT, proxyAddress TEXT, projectedAddress TEXT, bindingName TEXT, bindingLevel TEXT,
    roleSid TEXT NOT NULL, lastConsumedMessageIndex INTEGER, lastConsumptionTimestamp INTEGER, notificationLevel TEXT NOT NULL,
    attributes TEXT NOT NULL, ${dates}, UNIQUE (channelSid, identity), CHECK (identity IS NOT NULL OR address IS NOT NULL))`,
  `INSERT INTO newMembers (${memberColumns}) SELECT ${memberColumns} FROM members`,
  // The new table goes on where the old one was: a number that a Member once had is given to no other.
  "DELETE FROM sqlite_sequence WHERE name = 'newMembers'",
  "INSERT INTO sqlite_sequence (name, seq) SELECT 'newMembers', seq FROM sqlite_sequence WHERE name = 'members'",
  'DROP TABLE members',
  'ALTER TABLE newMembers RENAME TO members',
  'CREATE INDEX membersOfChannel ON members(channelSid, seq)',
  'CREATE INDEX membersOfUser ON members(serviceSid, identity, seq)',
  'CREATE INDEX membersOfRole ON members(roleSid)',
  'CREATE INDEX membersOfAddress ON members(serviceSid, address, seq) WHERE address IS NOT NULL',
  counting('members', 'membersCount', 'INSERT'),
  counting('members', 'membersCount', 'DELETE'),

  // Which media a Message bears is said by the media alone, in the order of `position`.
  'ALTER TABLE messages DROP COLUMN mediaSid',
  'ALTER TABLE messages ADD COLUMN subject TEXT',
  'ALTER TABLE media ADD COLUMN position INTEGER NOT NULL DEFAULT 0',
  "ALTER TABLE media ADD COLUMN category TEXT NOT NULL DEFAULT 'media'",
  'CREATE INDEX mediaOfMessage ON media(messageSid, position)',

  // A Member's receipts outlive the Member: that it read a Message stays true.
  `CREATE TABLE receipts (${seq}, sid TEXT NOT NULL UNIQUE, ${inService}, ${inChannel},
    messageSid TEXT NOT NULL REFERENCES messages(sid) ON DELETE CASCADE, messageIndex INTEGER NOT NULL, memberSid TEXT NOT NULL,
    channelMessageSid TEXT, status TEXT NOT NULL, errorCode INTEGER NOT NULL DEFAULT 0, ${dates}, UNIQUE (messageSid, memberSid))`,
  'CREATE INDEX receiptsOfMember ON receipts(memberSid, status, messageIndex)',
  'CREATE INDEX receiptsOfChannel ON receipts(channelSid, seq)',
]
