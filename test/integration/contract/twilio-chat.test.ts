import { keepsTheContract } from './local.ts'

keepsTheContract('chat', { invitations: true, multipleMedia: false, receipts: false })
