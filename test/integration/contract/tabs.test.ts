import { describe } from 'vitest'
import { asFollowers } from '../../unit/adapters/tabs/followers.ts'
import { keepsTheContract } from './local.ts'

describe('a tab that asks another for the connection, over twilio-chat', () => {
  keepsTheContract('chat', { invitations: true, multipleMedia: false, receipts: false }, asFollowers)
})

describe('a tab that asks another for the connection, over @twilio/conversations', () => {
  keepsTheContract('conversations', { invitations: false, multipleMedia: true, receipts: true }, asFollowers)
})
