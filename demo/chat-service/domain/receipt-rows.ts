import { sameDelivery, summarise } from './delivery.ts'
import { requireMessage, writeMessageItem } from './message-rows.ts'
import type { Scope } from './scope.ts'
import type { DeliverySummary, Message, Receipt, ReceiptStatus } from './types.ts'

export const receiptColumns = `receipts.sid, receipts.channelSid, receipts.messageSid, receipts.memberSid, receipts.channelMessageSid,
  receipts.status, receipts.errorCode, receipts.dateCreated, receipts.dateUpdated`

/** A new Message is on its way to everybody in the Channel but its author. @returns that in short */
export function issueReceipts(scope: Scope, message: Message): DeliverySummary | null {
  const { database, serviceSid } = scope
  const others = database.all<{ sid: string }>('SELECT sid FROM members WHERE channelSid = ? AND sid <> ? ORDER BY seq', [
    message.channelSid,
    message.memberSid ?? '',
  ])
  for (const { sid: memberSid } of others) {
    database.run(
      `INSERT INTO receipts (sid, serviceSid, channelSid, messageSid, messageIndex, memberSid, status, dateCreated, dateUpdated)
       VALUES (?, ?, ?, ?, ?, ?, 'sent', ?, ?)`,
      [scope.newSid('DY'), serviceSid, message.channelSid, message.sid, message.index, memberSid, message.dateCreated, message.dateCreated],
    )
  }
  return summarise(others.map(() => 'sent'))
}

export interface ReceiptChange {
  readonly status: ReceiptStatus
  readonly errorCode?: number | undefined
  readonly channelMessageSid?: string | undefined
}

/** Write a receipt anew, and the Message's list item when that shows in short. Within a command. */
export function changeReceipt(scope: Scope, receipt: Receipt, { status, errorCode, channelMessageSid }: ReceiptChange): void {
  const all = scope.database.all<Pick<Receipt, 'sid' | 'status'>>('SELECT sid, status FROM receipts WHERE messageSid = ?', [
    receipt.messageSid,
  ])
  const before = summarise(all.map((each) => each.status))
  const after = summarise(all.map((each) => (each.sid === receipt.sid ? status : each.status)))
  scope.database.run('UPDATE receipts SET status = ?, errorCode = ?, channelMessageSid = ?, dateUpdated = ? WHERE sid = ?', [
    status,
    errorCode ?? receipt.errorCode,
    channelMessageSid ?? receipt.channelMessageSid,
    scope.now(),
    receipt.sid,
  ])
  if (!sameDelivery(before, after)) writeMessageItem(scope, requireMessage(scope, receipt.channelSid, receipt.messageSid))
}

/** A Member's horizon is at `upTo`: it has read everything to there that was on its way to it. Within a command. */
export function readReceipts(scope: Scope, memberSid: string, upTo: number): void {
  const passed = scope.database.all<Receipt>(
    `SELECT ${receiptColumns} FROM receipts WHERE memberSid = ? AND status IN ('sent', 'delivered') AND messageIndex <= ?
     ORDER BY messageIndex`,
    [memberSid, upTo],
  )
  for (const receipt of passed) changeReceipt(scope, receipt, { status: 'read' })
}
