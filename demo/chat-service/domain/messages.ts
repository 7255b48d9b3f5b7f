import { channelDocument, messageItem, syncNames } from '../sync/shapes.ts'
import { type ChannelRow, lastMessageOf, toChannel } from './channel-rows.ts'
import { wake } from './conversation-state.ts'
import type { Instance } from './domain.ts'
import { checkAttributes, checkAuthor, checkBody, checkDate, checkSubject } from './limits.ts'
import { bindMedia, dropMedia, unsentMedia } from './media-rows.ts'
import { findAuthor } from './member-rows.ts'
import { insertMessage, messageColumns, type MessageRow, requireMessage, toMessage, writeMessageItem } from './message-rows.ts'
import { readPage } from './paging.ts'
import { actorName, allow, conversationFor, isSelf, onlySystem } from './permissions.ts'
import { issueReceipts } from './receipt-rows.ts'
import type { Scope } from './scope.ts'
import type { Message, Permission } from './types.ts'

export function createMessages(scope: Scope): Instance['messages'] {
  const { database, serviceSid, commands, sync } = scope

  /** The document tells the newest Message; afterwards, as the SDK expects it. */
  function writeLastMessage(channel: ChannelRow, newest = lastMessageOf(scope, channel.sid)): void {
    sync.setData('channel', syncNames.channel(channel.sid), channelDocument(toChannel(channel), newest))
  }

  return {
    list: (actor, key, page) => {
      const { channel } = conversationFor(scope, actor, key)
      return readPage<MessageRow, Message>(
        database,
        {
          columns: messageColumns,
          from: 'messages',
          where: 'messages.serviceSid = ? AND messages.channelSid = ?',
          parameters: [serviceSid, channel.sid],
          seq: 'messages.messageIndex',
        },
        page,
        (row) => toMessage(scope, row),
      )
    },
    fetch: (actor, key, sid) => requireMessage(scope, conversationFor(scope, actor, key).channel.sid, sid),

    create: (actor, key, { body, attributes, mediaSids = [], subject, from, dateCreated, dateUpdated, lastUpdatedBy }) =>
      commands.run(() => {
        const { channel: found, member } = conversationFor(scope, actor, key)
        onlySystem(actor, from, dateCreated, dateUpdated, lastUpdatedBy)
        if (mediaSids.length > 0) allow(scope, actor, 'sendMediaMessage', found.sid)
        if (mediaSids.length === 0 || (body ?? '') !== '') allow(scope, actor, 'sendMessage', found.sid)
        const channel = wake(scope, found)
        const author = from === undefined ? actorName(actor) : checkAuthor(from)
        const made = checkDate('DateCreated', dateCreated ?? scope.now())
        const message: Message = {
          sid: scope.newSid('IM'),
          channelSid: channel.sid,
          index: channel.nextIndex,
          author,
          body: checkBody(body ?? ''),
          attributes: checkAttributes(attributes ?? '{}'),
          media: [],
          subject: subject === undefined ? null : checkSubject(subject),
          delivery: null,
          memberSid: (member ?? findAuthor(scope, channel.sid, author))?.sid ?? null,
          lastUpdatedBy: lastUpdatedBy === undefined ? null : checkAuthor(lastUpdatedBy),
          wasEdited: false,
          dateCreated: made,
          dateUpdated: checkDate('DateUpdated', dateUpdated ?? made),
        }
        const media = unsentMedia(scope, actor, mediaSids)
        insertMessage(scope, message)
        const stored = { ...message, media: bindMedia(scope, media, message), delivery: issueReceipts(scope, message) }
        sync.add('messages', syncNames.messages(channel.sid), stored.index, messageItem(stored))
        writeLastMessage(channel, stored)
        return stored
      }),

    update: (actor, key, sid, { body, attributes, from, dateCreated, dateUpdated, lastUpdatedBy }) =>
      commands.run(() => {
        const { channel } = conversationFor(scope, actor, key)
        const message = requireMessage(scope, channel.sid, sid)
        const needs = (own: Permission, any: Permission): void =>
          allow(scope, actor, isSelf(actor, message.author) ? [own, any] : any, channel.sid)
        if (body !== undefined) needs('editOwnMessage', 'editAnyMessage')
        if (attributes !== undefined) needs('editOwnMessageAttributes', 'editAnyMessageAttributes')
        onlySystem(actor, from, dateCreated, dateUpdated, lastUpdatedBy)
        if ([body, attributes, from, dateCreated, dateUpdated, lastUpdatedBy].every((field) => field === undefined)) return message

        const author = from === undefined ? message.author : checkAuthor(from)
        database.run(
          `UPDATE messages SET author = ?, body = ?, attributes = ?, memberSid = ?, lastUpdatedBy = ?, wasEdited = ?, dateCreated = ?,
             dateUpdated = ? WHERE sid = ?`,
          [
            author,
            body === undefined ? message.body : checkBody(body),
            attributes === undefined ? message.attributes : checkAttributes(attributes),
            from === undefined ? message.memberSid : (findAuthor(scope, channel.sid, author)?.sid ?? null),
            lastUpdatedBy === undefined ? actorName(actor) : checkAuthor(lastUpdatedBy),
            Number(message.wasEdited || body !== undefined),
            checkDate('DateCreated', dateCreated ?? message.dateCreated),
            checkDate('DateUpdated', dateUpdated ?? scope.now()),
            sid,
          ],
        )
        const updated = requireMessage(scope, channel.sid, sid)
        writeMessageItem(scope, updated)
        if (updated.index === channel.lastMessageIndex && updated.dateCreated !== message.dateCreated) writeLastMessage(channel)
        return updated
      }),

    remove: (actor, key, sid) =>
      commands.run(() => {
        const { channel } = conversationFor(scope, actor, key)
        const message = requireMessage(scope, channel.sid, sid)
        allow(scope, actor, isSelf(actor, message.author) ? ['deleteOwnMessage', 'deleteAnyMessage'] : 'deleteAnyMessage', channel.sid)
        database.run('DELETE FROM messages WHERE sid = ?', [sid])
        dropMedia(
          scope,
          message.media.map((media) => media.sid),
        )
        sync.remove('messages', syncNames.messages(channel.sid), message.index)
        if (message.index === channel.lastMessageIndex) writeLastMessage(channel)
      }),
  }
}
