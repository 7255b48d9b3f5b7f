import { requireChannel } from './channel-rows.ts'
import { mayBecome } from './delivery.ts'
import type { Instance } from './domain.ts'
import { conflict, invalid, notFound } from './errors.ts'
import { checkInteger } from './limits.ts'
import { findMember, requireMember } from './member-rows.ts'
import { requireMessage } from './message-rows.ts'
import { readPage } from './paging.ts'
import { conversationFor } from './permissions.ts'
import { changeReceipt, receiptColumns } from './receipt-rows.ts'
import type { Scope } from './scope.ts'
import { looksLikeSid } from './sids.ts'
import type { EmailRecipient, Receipt } from './types.ts'

export function createReceipts(scope: Scope): Instance['receipts'] {
  const { database, serviceSid, commands } = scope

  function fetch(messageSid: string, where: 'sid' | 'memberSid', value: string): Receipt {
    const receipt = database.get<Receipt>(
      `SELECT ${receiptColumns} FROM receipts WHERE serviceSid = ? AND messageSid = ? AND ${where} = ?`,
      [serviceSid, messageSid, value],
    )
    if (!receipt) throw notFound('Receipt')
    return receipt
  }

  return {
    list: (actor, key, messageSid, page) => {
      const { channel } = conversationFor(scope, actor, key)
      requireMessage(scope, channel.sid, messageSid)
      return readPage<Receipt, Receipt>(
        database,
        { columns: receiptColumns, from: 'receipts', where: 'serviceSid = ? AND messageSid = ?', parameters: [serviceSid, messageSid] },
        page,
        (receipt) => receipt,
      )
    },
    fetch: (actor, key, messageSid, sid) => {
      const { channel } = conversationFor(scope, actor, key)
      return fetch(requireMessage(scope, channel.sid, messageSid).sid, 'sid', sid)
    },

    report: (key, messageSid, memberKey, change) =>
      commands.run(() => {
        const channel = requireChannel(scope, key)
        const message = requireMessage(scope, channel.sid, messageSid)
        const receipt = fetch(message.sid, 'memberSid', requireMember(scope, channel.sid, memberKey).sid)
        const bad = change.status === 'failed' || change.status === 'undelivered'
        if (change.errorCode !== undefined && !bad) throw invalid('ErrorCode is for failed and undelivered only')
        if (change.errorCode !== undefined) checkInteger('ErrorCode', change.errorCode, 0)
        if (change.channelMessageSid !== undefined && !looksLikeSid(change.channelMessageSid))
          throw invalid('ChannelMessageSid must be a sid')
        if (receipt.status !== change.status && !mayBecome(receipt.status, change.status)) {
          throw conflict(20409, `What is ${receipt.status} cannot become ${change.status}`)
        }
        changeReceipt(scope, receipt, change)
        return fetch(message.sid, 'sid', receipt.sid)
      }),

    deliver: (identity, channelSid, indexes) => {
      const member = findMember(scope, channelSid, identity)
      if (!member) return
      const waiting = indexes.flatMap((index) =>
        database.all<Receipt>(`SELECT ${receiptColumns} FROM receipts WHERE memberSid = ? AND status = 'sent' AND messageIndex = ?`, [
          member.sid,
          index,
        ]),
      )
      // Most acknowledgements are of one's own Messages, or come twice: no command for them.
      if (waiting.length === 0) return
      commands.run(() => {
        for (const receipt of waiting) changeReceipt(scope, receipt, { status: 'delivered' })
      })
    },

    emailRecipients: (actor, key, { messageSid, ...page }) => {
      const { channel } = conversationFor(scope, actor, key)
      if (messageSid !== undefined) requireMessage(scope, channel.sid, messageSid)
      return readPage<EmailRecipient, EmailRecipient>(
        database,
        {
          columns: 'receipts.messageSid, members.address, members.bindingName AS name, members.bindingLevel AS level',
          from: 'receipts JOIN members ON members.sid = receipts.memberSid',
          where: `receipts.serviceSid = ? AND receipts.channelSid = ? AND members.bindingType = 'email'${messageSid === undefined ? '' : ' AND receipts.messageSid = ?'}`,
          parameters: [serviceSid, channel.sid, ...(messageSid === undefined ? [] : [messageSid])],
          seq: 'receipts.seq',
        },
        page,
        (recipient) => recipient,
      )
    },
  }
}
