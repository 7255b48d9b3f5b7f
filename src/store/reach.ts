import type { Message } from '../chat/types.ts'
import type { Reach } from './chat.ts'

const order: readonly Reach[] = ['sent', 'delivered', 'read']

export const further = (a: Reach, b: Reach): Reach => (order.indexOf(a) < order.indexOf(b) ? b : a)

/** As the service's receipts say, where it has any. */
export function reachOf({ receipts }: Message): Reach {
  if (!receipts) return 'sent'
  return receipts.read !== 'none' ? 'read' : receipts.delivered !== 'none' ? 'delivered' : 'sent'
}
