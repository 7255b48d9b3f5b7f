import type { Instance } from './domain.ts'
import { invalid, notFound } from './errors.ts'
import { checkAuthor, checkInteger, limits } from './limits.ts'
import { findMedia, mostMediaBytes } from './media-rows.ts'
import { findMember } from './member-rows.ts'
import { may } from './permissions.ts'
import type { Scope } from './scope.ts'
import { isSid } from './sids.ts'
import type { Media } from './types.ts'

export function createMedia(scope: Scope): Instance['media'] {
  const { database, serviceSid, commands } = scope
  return {
    mayUpload(identity) {
      if (may(scope, identity, 'sendMediaMessage')) return true
      const roles = database.all<{ permissions: string }>(
        `SELECT DISTINCT roles.permissions FROM members JOIN roles ON roles.sid = members.roleSid
         WHERE members.serviceSid = ? AND members.identity = ?`,
        [serviceSid, identity],
      )
      return roles.some(({ permissions }) => (JSON.parse(permissions) as string[]).includes('sendMediaMessage'))
    },

    create: ({ sid, author, filename, contentType, size, category = 'media' }) =>
      commands.run(() => {
        if (!isSid(sid, 'ME')) throw invalid('Media sid must be ME and 32 hex digits')
        if (findMedia(scope, sid)) throw invalid('Media sid is taken')
        if (!['media', 'body', 'history'].includes(category)) throw invalid('Category must be media, body or history')
        if (contentType === '' || contentType.length > limits.name) throw invalid('Content type is empty or too long')
        const at = scope.now()
        database.run(
          `INSERT INTO media (sid, serviceSid, category, author, filename, contentType, size, dateCreated, dateUpdated)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          [
            sid,
            serviceSid,
            category,
            checkAuthor(author),
            filename === null ? null : filename.slice(0, limits.name),
            contentType,
            checkInteger('Size', size, 0, mostMediaBytes),
            at,
            at,
          ],
        )
        return findMedia(scope, sid) as Media
      }),

    fetch(actor, sid) {
      const media = findMedia(scope, sid)
      const readable =
        media &&
        (actor.kind === 'system' ||
          media.author === actor.identity ||
          (media.channelSid !== null && findMember(scope, media.channelSid, actor.identity) !== undefined))
      if (!readable) throw notFound('Media')
      return media
    },
  }
}
