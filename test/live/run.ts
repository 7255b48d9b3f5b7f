/**
 * `npm run live`: the contract suite on Twilio's own cloud. Costs what a few hundred Messages, Users and Conversations
 * cost, and removes them again. From the environment:
 *
 * - `TWILIO_ACCOUNT_SID`, `TWILIO_API_KEY_SID`, `TWILIO_API_KEY_SECRET`, `TWILIO_CHAT_SERVICE_SID`: without them it is
 *   skipped, says so, and exits 0;
 * - `SERVICE`: `conversations` (default) or `chat`;
 * - `ONLY`: of the promises only those whose sentence contains this;
 * - `TWILIO_REST_URL`, `TWILIO_SOCKET_URL`: another service than Twilio's.
 *
 * Exits 1 when a promise is broken, 2 when the environment makes no sense.
 */
import type { Capabilities } from '../../src/chat/service.ts'
import { describeChatService } from '../../src/testing/index.ts'
import { createRestHouse, type Account, type Service } from './house.ts'
import { createRunner } from './runner.ts'

const CREDENTIALS = ['TWILIO_ACCOUNT_SID', 'TWILIO_API_KEY_SID', 'TWILIO_API_KEY_SECRET', 'TWILIO_CHAT_SERVICE_SID'] as const
const CAPABILITIES: Readonly<Record<Service, Capabilities>> = {
  chat: { invitations: true, multipleMedia: false, receipts: false },
  conversations: { invitations: false, multipleMedia: true, receipts: true },
}

const { env } = process
const say = (line: string): void => console.log(line)
const missing = CREDENTIALS.filter((name) => !env[name])
const service = env['SERVICE'] || 'conversations'

if (missing.length > 0) {
  say(`Skipped: the contract was not tried on Twilio's cloud, as the environment has no ${missing.join(', ')}.`)
} else if (service !== 'chat' && service !== 'conversations') {
  say(`SERVICE is "${service}"; it can be chat or conversations.`)
  process.exitCode = 2
} else {
  await live(service, {
    accountSid: env['TWILIO_ACCOUNT_SID'] ?? '',
    apiKeySid: env['TWILIO_API_KEY_SID'] ?? '',
    apiKeySecret: env['TWILIO_API_KEY_SECRET'] ?? '',
    serviceSid: env['TWILIO_CHAT_SERVICE_SID'] ?? '',
    restUrl: env['TWILIO_REST_URL'] || undefined,
    socketUrl: env['TWILIO_SOCKET_URL'] || undefined,
  })
}

async function live(which: Service, account: Account): Promise<void> {
  const house = createRestHouse(account, which)
  const runner = createRunner()
  describeChatService(runner, () => house, CAPABILITIES[which])
  say(`The contract, through ${which === 'chat' ? 'twilio-chat' : '@twilio/conversations'}, at ${account.restUrl ?? "Twilio's cloud"}:`)
  try {
    const { kept, broken } = await runner.run({ only: env['ONLY'] ?? '', say, after: house.tidy })
    say(`${kept} kept, ${broken} broken`)
    if (broken > 0 || kept === 0) process.exitCode = 1
  } finally {
    await house.close()
  }
}
