import { invalid } from './errors.ts'
import type { Scope } from './scope.ts'
import type { Actor, Media, Message } from './types.ts'

const columns = 'sid, filename, contentType, size, author, channelSid, messageSid, dateCreated, dateUpdated'

/** The row is a `Media` as it stands. */
export const findMedia = ({ database, serviceSid }: Scope, sid: string): Media | undefined =>
  database.get<Media>(`SELECT ${columns} FROM media WHERE serviceSid = ? AND sid = ?`, [serviceSid, sid])

/** The media that `actor` wants to send: its own, and sent by no Message yet. @throws ApiError 400 */
export function unsentMedia(scope: Scope, actor: Actor, sid: string): Media {
  const media = findMedia(scope, sid)
  if (!media || media.messageSid !== null || (actor.kind === 'user' && media.author !== actor.identity)) {
    throw invalid('MediaSid names no media that is yours to send')
  }
  return media
}

/** It is part of that Message from now on. */
export function bindMedia(scope: Scope, media: Media, { channelSid, sid: messageSid }: Pick<Message, 'channelSid' | 'sid'>): Media {
  const dateUpdated = scope.now()
  scope.database.run('UPDATE media SET channelSid = ?, messageSid = ?, dateUpdated = ? WHERE sid = ?', [
    channelSid,
    messageSid,
    dateUpdated,
    media.sid,
  ])
  return { ...media, channelSid, messageSid, dateUpdated }
}

export function dropMedia(scope: Scope, sids: readonly string[]): void {
  if (sids.length === 0) return
  for (const sid of sids) scope.database.run('DELETE FROM media WHERE serviceSid = ? AND sid = ?', [scope.serviceSid, sid])
  scope.commands.announce({ name: 'mediaRemoved', event: { serviceSid: scope.serviceSid, sids } })
}

export function dropMediaOfChannel(scope: Scope, channelSid: string): void {
  const rows = scope.database.all<{ sid: string }>('SELECT sid FROM media WHERE serviceSid = ? AND channelSid = ?', [
    scope.serviceSid,
    channelSid,
  ])
  dropMedia(
    scope,
    rows.map(({ sid }) => sid),
  )
}
