import { channelDocument, syncNames } from '../sync/shapes.ts'
import { type ChannelRow, channelColumns, lastMessageOf, requireChannel, toChannel } from './channel-rows.ts'
import { ApiError, invalid } from './errors.ts'
import type { Scope } from './scope.ts'
import type { ConversationState } from './types.ts'

/*
 * A Channel's state, and the timers that change it (twilio.com/docs/conversations/states-timers): active, then inactive,
 * then closed. A new Message wakes an inactive one; a closed one can be read and removed, and never be used again.
 */

const states: readonly ConversationState[] = ['active', 'inactive', 'closed']
const minute = 60_000

/**
 * ms of an ISO 8601 duration of weeks, days, hours, minutes and seconds.
 * @param least ms; a duration of nothing (`PT0S`, or no text) takes the timer off
 * @throws ApiError 400
 */
export function readTimer(what: string, text: string, least: number): number | null {
  const parts = /^P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?$/.exec(text)
  if (text !== '' && (parts === null || text === 'P')) throw invalid(`${what} must be an ISO 8601 duration, such as P1DT2H or PT30M`)
  const units = [604_800_000, 86_400_000, 3_600_000, minute, 1_000]
  const duration = units.reduce((sum, unit, at) => sum + Number(parts?.[at + 1] ?? 0) * unit, 0)
  if (duration === 0) return null
  if (duration < least) throw invalid(`${what} must be at least ${least / minute} minutes`)
  return duration
}
const readInactiveTimer = (text: string): number | null => readTimer('Timers.Inactive', text, minute)
const readClosedTimer = (text: string): number | null => readTimer('Timers.Closed', text, 10 * minute)

export interface StateChanges {
  readonly state?: ConversationState | undefined
  /** ISO 8601 duration; '' takes it off */
  readonly inactiveTimer?: string | undefined
  readonly closedTimer?: string | undefined
}

/** What Conversations v1 knows of a Channel besides. */
export interface ConversationFields extends StateChanges {
  /** '' takes it off */
  readonly messagingServiceSid?: string | undefined
  readonly bindings?: Readonly<Record<string, unknown>> | undefined
}

type StateRow = Pick<ChannelRow, 'state' | 'stateUpdated' | 'inactiveTimer' | 'closedTimer' | 'dateInactive' | 'dateClosed'>

/** The state with its timers wound up again. @throws ApiError 400 */
export function wind(before: StateRow, { state = before.state, inactiveTimer, closedTimer }: StateChanges, now: number): StateRow {
  if (!states.includes(state)) throw invalid(`State must be one of ${states.join(', ')}`)
  const inactive = readInactiveTimer(inactiveTimer ?? before.inactiveTimer ?? '')
  const closed = readClosedTimer(closedTimer ?? before.closedTimer ?? '')
  return {
    state,
    stateUpdated: state === before.state ? before.stateUpdated : now,
    inactiveTimer: inactive === null ? null : (inactiveTimer ?? before.inactiveTimer),
    closedTimer: closed === null ? null : (closedTimer ?? before.closedTimer),
    dateInactive: state === 'active' && inactive !== null ? now + inactive : null,
    dateClosed: state !== 'closed' && closed !== null ? now + closed : null,
  }
}

/** @throws ApiError 403 when it is closed */
export function requireOpen(scope: Scope, { state, dateClosed }: Pick<ChannelRow, 'state' | 'dateClosed'>): void {
  const closed = state === 'closed' || (dateClosed !== null && dateClosed <= scope.now())
  if (closed) throw new ApiError(403, 50377, 'Conversation is closed')
}

export function writeState({ database }: Scope, channelSid: string, row: StateRow): void {
  database.run(
    'UPDATE channels SET state = ?, stateUpdated = ?, inactiveTimer = ?, closedTimer = ?, dateInactive = ?, dateClosed = ? WHERE sid = ?',
    [row.state, row.stateUpdated, row.inactiveTimer, row.closedTimer, row.dateInactive, row.dateClosed, channelSid],
  )
}

/** What a Channel is as a conversation. Changed state or timers wind both timers up again. @throws ApiError 400 */
export function writeConversation(scope: Scope, row: ChannelRow, { messagingServiceSid, bindings, ...changes }: ConversationFields): void {
  if (Object.values(changes).some((change) => change !== undefined)) writeState(scope, row.sid, wind(row, changes, scope.now()))
  scope.database.run('UPDATE channels SET messagingServiceSid = ?, bindings = ? WHERE sid = ?', [
    messagingServiceSid === undefined ? row.messagingServiceSid : messagingServiceSid || null,
    bindings === undefined ? row.bindings : JSON.stringify(bindings),
    row.sid,
  ])
}

/** Somebody writes in it: @throws ApiError 403 when it is closed. Its timers begin anew. @returns it as it is now */
export function wake(scope: Scope, channel: ChannelRow): ChannelRow {
  requireOpen(scope, channel)
  if (channel.state === 'active' && channel.inactiveTimer === null && channel.closedTimer === null) return channel
  writeState(scope, channel.sid, wind(channel, { state: 'active' }, scope.now()))
  return requireChannel(scope, channel.sid)
}

/** Carries out what timers have run out. */
export function runTimers(scope: Scope): void {
  const { database, serviceSid, commands, sync } = scope
  const now = scope.now()
  const due = database.all<ChannelRow>(
    `SELECT ${channelColumns} FROM channels WHERE serviceSid = ? AND dateInactive <= ?
     UNION SELECT ${channelColumns} FROM channels WHERE serviceSid = ? AND dateClosed <= ?`,
    [serviceSid, now, serviceSid, now],
  )
  for (const row of due) {
    commands.run(() => {
      const closes = row.dateClosed !== null && row.dateClosed <= now
      const at = closes ? row.dateClosed : row.dateInactive
      writeState(scope, row.sid, {
        ...row,
        state: closes ? 'closed' : 'inactive',
        stateUpdated: at,
        dateInactive: null,
        dateClosed: closes ? null : row.dateClosed,
      })
      const changed = toChannel(requireChannel(scope, row.sid))
      sync.setData('channel', syncNames.channel(row.sid), channelDocument(changed, lastMessageOf(scope, row.sid)))
    })
  }
}
