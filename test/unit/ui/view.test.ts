import { signal } from '@preact/signals-core'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { ChatError } from '../../../src/chat/errors.ts'
import type { Chat } from '../../../src/store/chat.ts'
import type { SessionState } from '../../../src/store/session.ts'
import { keepNotice, type Notice } from '../../../src/ui/extras/notice.ts'
import type { Page } from '../../../src/ui/page.ts'
import { canSend, toStage, type Stage } from '../../../src/ui/view.ts'

const channelSid = 'CH0'
const error = new ChatError('network', 'no answer')

describe('what the panel shows', () => {
  const table: readonly (readonly [SessionState, withoutLog: Stage, withLog: Stage, sends: boolean])[] = [
    [{ status: 'idle' }, 'loading', 'conversation', false],
    [{ status: 'authorising' }, 'loading', 'conversation', false],
    [{ status: 'connecting' }, 'loading', 'conversation', false],
    [{ status: 'welcome', canStart: true }, 'welcome', 'welcome', false],
    [{ status: 'starting' }, 'welcome', 'welcome', false],
    [{ status: 'waiting' }, 'waiting', 'waiting', false],
    [{ status: 'joining', channelSid }, 'conversation', 'conversation', false],
    [{ status: 'ready', channelSid }, 'conversation', 'conversation', true],
    [{ status: 'reconnecting', channelSid, since: 0 }, 'conversation', 'conversation', true],
    [{ status: 'ended', channelSid, reason: 'ended', canStart: true }, 'ended', 'ended', false],
    [{ status: 'failed', error }, 'failed', 'conversation', false],
    [{ status: 'closed' }, 'closed', 'closed', false],
  ]
  test.each(table)('$status', (session, withoutLog, withLog, sends) => {
    expect(toStage(session, false)).toBe(withoutLog)
    expect(toStage(session, true)).toBe(withLog)
    expect(canSend(session)).toBe(sends)
  })
})

describe('the notice of the connection', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function setup(): {
    session: ReturnType<typeof signal<SessionState>>
    online: ReturnType<typeof signal<boolean>>
    kind(): Notice['kind'] | undefined
  } {
    const session = signal<SessionState>({ status: 'ready', channelSid })
    const online = signal(true)
    const lifetime = new AbortController()
    onTestFinished(() => lifetime.abort())
    const notice = signal<Notice | null>(null)
    keepNotice(notice, { session } as unknown as Chat, { online } as unknown as Page, lifetime.signal)
    return { session, online, kind: () => notice.value?.kind }
  }
  const lost: SessionState = { status: 'reconnecting', channelSid, since: 0 }

  test('holds back for five seconds, then says it until the connection is back', () => {
    const { session, kind } = setup()
    session.value = lost
    vi.advanceTimersByTime(4_999)
    expect(kind()).toBeUndefined()
    vi.advanceTimersByTime(1)
    expect(kind()).toBe('reconnecting')
    session.value = { status: 'ready', channelSid }
    expect(kind()).toBeUndefined()
  })

  test('a short break is never spoken of, also not after it', () => {
    const { session, kind } = setup()
    session.value = lost
    vi.advanceTimersByTime(3_000)
    session.value = { status: 'ready', channelSid }
    vi.advanceTimersByTime(10_000)
    expect(kind()).toBeUndefined()
  })

  test('being offline is said at once, and turns into reconnecting', () => {
    const { session, online, kind } = setup()
    online.value = false
    expect(kind()).toBeUndefined()
    session.value = lost
    expect(kind()).toBe('offline')
    online.value = true
    expect(kind()).toBe('reconnecting')
  })

  test('a failure stands until something better is known', () => {
    const { session, kind } = setup()
    session.value = { status: 'failed', error }
    expect(kind()).toBe('failed')
    session.value = { status: 'connecting' }
    expect(kind()).toBeUndefined()
    session.value = { status: 'ready', channelSid, error }
    expect(kind()).toBe('acted')
  })
})
