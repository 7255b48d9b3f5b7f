import type { Capabilities } from '../chat/service.ts'
import { describeChannels } from './contract/channels.ts'
import { describeConnection } from './contract/connection.ts'
import { describeEditing } from './contract/editing.ts'
import { describeFiles, describeMultipleMedia, describeSingleMedia } from './contract/files.ts'
import { describeHistory } from './contract/history.ts'
import type { ContractHouse, TestRunner } from './contract/house.ts'
import { describeInvitations, describeNoInvitations } from './contract/invitations.ts'
import { describeMembers } from './contract/members.ts'
import { describePlainData } from './contract/plain-data.ts'
import { describeNoReceipts, describeReceipts } from './contract/receipts.ts'
import { describeSending } from './contract/sending.ts'

/**
 * What every ChatService keeps, as tests: the fake's word is worth as much as an adapter's only because both pass. What
 * one can and another cannot has tests for either case.
 */
export function describeChatService(runner: TestRunner, house: () => ContractHouse, capabilities: Capabilities): void {
  describeConnection(runner, house)
  describeChannels(runner, house)
  const describeInviting = capabilities.invitations ? describeInvitations : describeNoInvitations
  describeInviting(runner, house)
  describeSending(runner, house)
  describeEditing(runner, house)
  describeHistory(runner, house)
  describeMembers(runner, house)
  describeFiles(runner, house)
  const describeMedia = capabilities.multipleMedia ? describeMultipleMedia : describeSingleMedia
  describeMedia(runner, house)
  const describeReading = capabilities.receipts ? describeReceipts : describeNoReceipts
  describeReading(runner, house)
  describePlainData(runner, house, capabilities)
}
