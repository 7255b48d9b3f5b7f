/** Checked by `tsc`, never run: what a host's own code may rely on. */
import { expectTypeOf } from 'vitest'
import { ChatError, createChat } from '../../src/index.ts'
import type { ChatErrorCode, ParlourChat, ParlourOptions, PublicState } from '../../src/index.ts'

const chat = createChat({ tokenUrl: '/token' })
expectTypeOf(chat).toEqualTypeOf<ParlourChat>()
createChat({ tokenUrl: async ({ reason, signal }) => `${reason satisfies 'connect' | 'renew' | 'denied'} ${signal.aborted}` })
createChat({ tokenUrl: async () => ({ token: 'jwt', channelSid: 'CH1' }), theme: 'dark', position: 'start', channelCreators: ['booking'] })

// @ts-expect-error the token endpoint is required
createChat({})
// @ts-expect-error no such theme
createChat({ tokenUrl: '/token', theme: 'blue' })
// @ts-expect-error no such option
createChat({ tokenUrl: '/token', colour: 'red' })
// @ts-expect-error no such event
chat.on('connected', () => {})
// @ts-expect-error a text, not an object
void chat.send({ body: 'Hello' })

expectTypeOf(chat.on('unread', () => {})).toEqualTypeOf<() => void>()
chat.on('ready', (event) => expectTypeOf(event.channelSid).toEqualTypeOf<string>())
chat.on('message', (event) => {
  expectTypeOf(event.own).toEqualTypeOf<boolean>()
  expectTypeOf(event.body).toEqualTypeOf<string>()
  // @ts-expect-error what a host is told cannot be changed by it
  event.body = 'other'
})
chat.on('unread', (event) => expectTypeOf(event.count).toEqualTypeOf<number>())
chat.on('error', (error) => {
  expectTypeOf(error).toEqualTypeOf<ChatError>()
  expectTypeOf(error.code).toEqualTypeOf<ChatErrorCode>()
})
chat.on('ended', (event) => expectTypeOf(event.reason).toEqualTypeOf<'ended' | 'removed'>())
chat.on('state', (state) => expectTypeOf(state).toEqualTypeOf<PublicState>())

expectTypeOf(chat.send).returns.toEqualTypeOf<Promise<void>>()
expectTypeOf(chat.logout).returns.toEqualTypeOf<Promise<void>>()
expectTypeOf<ParlourOptions['tokenUrl']>().not.toBeAny()
