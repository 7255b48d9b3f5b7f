import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Capabilities, Connect } from '../../../src/chat/service.ts'
import { describeBrokenConnections, describeChatService } from '../../../src/testing/index.ts'
import { createRestHouse, type RestHouse, type Service } from '../../live/house.ts'
import { startChatService, type RunningChatService } from '../../support/chat-service.ts'

/** The whole contract on a local chat service, perhaps through something that is put before the SDK; after each promise nothing of the SDK's was left unhandled. */
export function keepsTheContract(which: Service, capabilities: Capabilities, through?: (connect: Connect) => Connect): void {
  const rejections: unknown[] = []
  const note = (reason: unknown): void => void rejections.push(reason)
  let service: RunningChatService
  let house: RestHouse

  beforeAll(async () => {
    process.on('unhandledRejection', note)
    service = await startChatService({ presenceGraceMs: 100 })
    const { credentials } = service
    house = createRestHouse({ ...credentials, socketUrl: credentials.twilsockUrl }, which, through)
  })
  afterEach(async () => {
    service.faults.reset()
    await house.tidy()
    expect(rejections).toEqual([])
  })
  afterAll(async () => {
    await house.close()
    await service.stop()
    process.off('unhandledRejection', note)
  })

  describeChatService({ test, expect }, () => house, capabilities)
  describeBrokenConnections({ test, expect }, () => ({
    ...house,
    connectBriefly: (identity) => house.connectFor(identity, 3),
    expire: service.faults.expireToken,
    cut: service.faults.drop,
    mute: (identity) => service.faults.freeze(identity, true),
  }))
}
