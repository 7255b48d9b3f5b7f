import type { DeliveryAmount, DeliverySummary, ReceiptStatus } from './types.ts'

/** Which statuses each amount counts: what was read was delivered before, and what was delivered or came back was sent. */
const counted = {
  sent: ['sent', 'delivered', 'read', 'undelivered'],
  delivered: ['delivered', 'read'],
  read: ['read'],
  undelivered: ['undelivered'],
  failed: ['failed'],
} as const satisfies Record<Exclude<keyof DeliverySummary, 'total'>, readonly ReceiptStatus[]>

/** The receipts of one Message in short; null when there are none. */
export function summarise(statuses: readonly ReceiptStatus[]): DeliverySummary | null {
  const total = statuses.length
  if (total === 0) return null
  function amount(kind: keyof typeof counted): DeliveryAmount {
    const wanted: readonly ReceiptStatus[] = counted[kind]
    const count = statuses.filter((status) => wanted.includes(status)).length
    return count === 0 ? 'none' : count === total ? 'all' : 'some'
  }
  return {
    total,
    sent: amount('sent'),
    delivered: amount('delivered'),
    read: amount('read'),
    undelivered: amount('undelivered'),
    failed: amount('failed'),
  }
}

/** Where a Message may get from here. Nothing goes back, and `read`, `undelivered` and `failed` are ends. */
const onward: Readonly<Record<ReceiptStatus, readonly ReceiptStatus[]>> = {
  sent: ['delivered', 'read', 'undelivered', 'failed'],
  delivered: ['read'],
  read: [],
  undelivered: [],
  failed: [],
}

export const mayBecome = (from: ReceiptStatus, to: ReceiptStatus): boolean => onward[from].includes(to)

export const sameDelivery = (left: DeliverySummary | null, right: DeliverySummary | null): boolean =>
  JSON.stringify(left) === JSON.stringify(right)
