import { counting, dates, inChannel, inService, seq } from './columns.ts'

export const firstSchema: readonly string[] = [
  'CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)',
  `CREATE TABLE apiKeys (${seq}, sid TEXT NOT NULL UNIQUE, secret TEXT NOT NULL, accountSid TEXT NOT NULL,
    friendlyName TEXT NOT NULL, dateCreated INTEGER NOT NULL)`,

  // Fields as in the type `Service`, in one JSON object: they are only ever read and written whole.
  `CREATE TABLE services (${seq}, sid TEXT NOT NULL UNIQUE, fields TEXT NOT NULL, ${dates})`,

  `CREATE TABLE roles (${seq}, sid TEXT NOT NULL UNIQUE, ${inService}, friendlyName TEXT NOT NULL, type TEXT NOT NULL,
    permissions TEXT NOT NULL, ${dates})`,
  'CREATE INDEX rolesOfService ON roles(serviceSid, seq)',

  `CREATE TABLE users (${seq}, sid TEXT NOT NULL UNIQUE, ${inService}, identity TEXT NOT NULL, friendlyName TEXT,
    attributes TEXT NOT NULL, roleSid TEXT NOT NULL, online INTEGER, ${dates}, UNIQUE (serviceSid, identity))`,
  'CREATE INDEX usersOfService ON users(serviceSid, seq)',
  'CREATE INDEX usersOfRole ON users(roleSid)',

  `CREATE TABLE channels (${seq}, sid TEXT NOT NULL UNIQUE, ${inService}, friendlyName TEXT, uniqueName TEXT,
    attributes TEXT NOT NULL, type TEXT NOT NULL, createdBy TEXT NOT NULL, nextIndex INTEGER NOT NULL DEFAULT 0,
    membersCount INTEGER NOT NULL DEFAULT 0, messagesCount INTEGER NOT NULL DEFAULT 0, ${dates}, UNIQUE (serviceSid, uniqueName))`,
  'CREATE INDEX channelsOfService ON channels(serviceSid, seq)',

  `CREATE TABLE members (${seq}, sid TEXT NOT NULL UNIQUE, ${inService}, ${inChannel}, identity TEXT NOT NULL,
    roleSid TEXT NOT NULL, lastConsumedMessageIndex INTEGER, lastConsumptionTimestamp INTEGER, notificationLevel TEXT NOT NULL,
    attributes TEXT NOT NULL, ${dates}, UNIQUE (channelSid, identity))`,
  'CREATE INDEX membersOfChannel ON members(channelSid, seq)',
  'CREATE INDEX membersOfUser ON members(serviceSid, identity, seq)',
  'CREATE INDEX membersOfRole ON members(roleSid)',

  `CREATE TABLE invites (${seq}, sid TEXT NOT NULL UNIQUE, ${inService}, ${inChannel}, identity TEXT NOT NULL,
    roleSid TEXT NOT NULL, createdBy TEXT NOT NULL, ${dates}, UNIQUE (channelSid, identity))`,
  'CREATE INDEX invitesOfUser ON invites(serviceSid, identity, seq)',

  `CREATE TABLE messages (sid TEXT NOT NULL UNIQUE, ${inService}, ${inChannel}, messageIndex INTEGER NOT NULL,
    author TEXT NOT NULL, body TEXT NOT NULL, attributes TEXT NOT NULL, mediaSid TEXT, memberSid TEXT, lastUpdatedBy TEXT,
    wasEdited INTEGER NOT NULL DEFAULT 0, ${dates}, PRIMARY KEY (channelSid, messageIndex))`,

  `CREATE TABLE media (${seq}, sid TEXT NOT NULL UNIQUE, ${inService}, author TEXT NOT NULL, filename TEXT,
    contentType TEXT NOT NULL, size INTEGER NOT NULL, channelSid TEXT, messageSid TEXT, ${dates})`,
  'CREATE INDEX mediaOfChannel ON media(channelSid)',

  `CREATE TABLE webhooks (${seq}, sid TEXT NOT NULL UNIQUE, ${inService}, ${inChannel}, type TEXT NOT NULL,
    configuration TEXT NOT NULL, ${dates})`,

  `CREATE TABLE mutations (${inService}, identity TEXT NOT NULL, mutationId TEXT NOT NULL, resourceUrl TEXT,
    dateCreated INTEGER NOT NULL, PRIMARY KEY (serviceSid, identity, mutationId)) WITHOUT ROWID`,
  'CREATE INDEX mutationsByAge ON mutations(dateCreated)',

  // `owner` is whom or what it belongs to: an Identity for a User's maps, a Channel's sid for the others.
  `CREATE TABLE syncObjects (sid TEXT NOT NULL PRIMARY KEY, ${inService}, type TEXT NOT NULL, uniqueName TEXT NOT NULL,
    purpose TEXT NOT NULL, owner TEXT NOT NULL, eventId INTEGER NOT NULL DEFAULT 0, data TEXT, ${dates},
    UNIQUE (serviceSid, type, uniqueName)) WITHOUT ROWID`,
  // The compacted log: one row for each key ever used; `removed` rows are tombstones. `key` is text in maps, a number in lists.
  `CREATE TABLE syncItems (objectSid TEXT NOT NULL REFERENCES syncObjects(sid) ON DELETE CASCADE, key NOT NULL, data TEXT NOT NULL,
    eventId INTEGER NOT NULL, addedBy INTEGER NOT NULL, removed INTEGER NOT NULL DEFAULT 0, ${dates},
    PRIMARY KEY (objectSid, key)) WITHOUT ROWID`,
  'CREATE INDEX syncItemsByEvent ON syncItems(objectSid, eventId)',

  counting('members', 'membersCount', 'INSERT'),
  counting('members', 'membersCount', 'DELETE'),
  counting('messages', 'messagesCount', 'INSERT', ', nextIndex = NEW.messageIndex + 1'),
  counting('messages', 'messagesCount', 'DELETE'),
]
