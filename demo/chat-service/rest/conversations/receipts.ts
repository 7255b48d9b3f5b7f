import { system } from '../open.ts'
import { replyWithPage } from '../paging.ts'
import { ok, type Route } from '../route.ts'
import type { Open } from './open.ts'
import { presentReceipt } from './present/receipt.ts'

/** What became of a Message on its way to each participant. */
export const receiptRoutes = (open: Open): Route[] => [
  {
    path: '/Conversations/:conversation/Messages/:message/Receipts',
    get(call) {
      const { instance, place } = open(call)
      return replyWithPage(
        call,
        'delivery_receipts',
        (query) => instance.receipts.list(system, call.param('conversation'), call.param('message'), query),
        (receipt) => presentReceipt(place, receipt),
      )
    },
  },
  {
    path: '/Conversations/:conversation/Messages/:message/Receipts/:receipt',
    get(call) {
      const { instance, place } = open(call)
      const receipt = instance.receipts.fetch(system, call.param('conversation'), call.param('message'), call.param('receipt'))
      return ok(presentReceipt(place, receipt))
    },
  },
]
