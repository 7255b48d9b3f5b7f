import { keepsTheContract } from './local.ts'

keepsTheContract('conversations', { invitations: false, multipleMedia: true, receipts: true })
