import { invalid } from './errors.ts'
import type { Scope } from './scope.ts'
import type { Actor, Media, Message } from './types.ts'

/** As Twilio's limits are, which the client is told in its configuration. */
export const mostMedia = 10
export const mostMediaBytes = 150 * 1024 * 1024

const columns = 'sid, category, filename, contentType, size, author, channelSid, messageSid, dateCreated, dateUpdated'

/** The row is a `Media` as it stands. */
export const findMedia = ({ database, serviceSid }: Scope, sid: string): Media | undefined =>
  database.get<Media>(`SELECT ${columns} FROM media WHERE serviceSid = ? AND sid = ?`, [serviceSid, sid])

/** What a Message bears, in the order in which it was sent. */
export const mediaOfMessage = ({ database, serviceSid }: Scope, messageSid: string): Media[] =>
  database.all<Media>(`SELECT ${columns} FROM media WHERE serviceSid = ? AND messageSid = ? ORDER BY position`, [serviceSid, messageSid])

/** The media that `actor` wants to send: its own, and sent by no Message yet. @throws ApiError 400 */
export function unsentMedia(scope: Scope, actor: Actor, sids: readonly string[]): Media[] {
  if (sids.length > mostMedia) throw invalid(`A Message bears at most ${mostMedia} media`)
  if (new Set(sids).size < sids.length) throw invalid('A Message bears each media once')
  const found = sids.map((sid) => {
    const media = findMedia(scope, sid)
    if (!media || media.messageSid !== null || (actor.kind === 'user' && media.author !== actor.identity)) {
      throw invalid('MediaSid names no media that is yours to send')
    }
    return media
  })
  const bytes = found.reduce((sum, { size }) => sum + size, 0)
  if (bytes > mostMediaBytes) throw invalid(`The media of a Message have at most ${mostMediaBytes} bytes in all`)
  return found
}

/** They are part of that Message from now on. */
export function bindMedia(scope: Scope, media: readonly Media[], message: Pick<Message, 'channelSid' | 'sid'>): Media[] {
  const { channelSid, sid: messageSid } = message
  const dateUpdated = scope.now()
  return media.map((each, position) => {
    scope.database.run('UPDATE media SET channelSid = ?, messageSid = ?, position = ?, dateUpdated = ? WHERE sid = ?', [
      channelSid,
      messageSid,
      position,
      dateUpdated,
      each.sid,
    ])
    return { ...each, channelSid, messageSid, dateUpdated }
  })
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
