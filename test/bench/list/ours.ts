import { batch } from '@preact/signals-core'
import { createBrowser } from '../../../src/browser.ts'
import { resolveOptions } from '../../../src/read-options.ts'
import type { TimelineEntry } from '../../../src/store/chat.ts'
import { createFakeHouse } from '../../../src/testing/index.ts'
import { mountUi } from '../../../src/ui/mount.tsx'
import { createWidget } from '../../../src/widget.ts'
import { createFakeChat, entry, joining, ready, type FakeChat } from '../../browser/ui/fake-chat.ts'
import type { Contender } from './contender.ts'
import { serve } from './in-page.ts'
import { isOwn, numberIn, textOf, timeOf } from './texts.ts'
// What a page has already, when somebody opens the chat in it.
import '../../../src/ui/extras/index.ts'
import '../../../src/store/live/index.ts'

const host = document.createElement('div')
document.body.append(host)
const find = <T extends Element>(selector: string): T | null => host.shadowRoot?.querySelector<T>(selector) ?? null

const seen: Pick<Contender, 'box' | 'field' | 'newest' | 'numbers' | 'isRow'> = {
  box: () => find<HTMLElement>('[role="log"]'),
  field: () => find<HTMLElement>('textarea'),
  newest: () => find('[role="log"] ol > li:last-child'),
  numbers: () => [...host.shadowRoot!.querySelectorAll('.body')].map(({ textContent }) => numberIn(textContent)),
  isRow: (element) => element.closest('li') !== null,
}

/** The log over a store that is given: 10,000 Messages are in it at once. */
function overFakeChat(): Contender {
  let chat: FakeChat
  let entries: TimelineEntry[]
  let oldest = 0
  const toEntry = (number: number, count: number): TimelineEntry =>
    entry(number, {
      body: textOf(number),
      createdAt: timeOf(number, count),
      ...(isOwn(number) ? { own: true, author: 'me', authorName: 'me' } : {}),
    })
  return {
    ...seen,
    prepare(count) {
      chat = createFakeChat({ session: joining, open: true })
      entries = Array.from({ length: count }, (_, number) => toEntry(number, count))
      mountUi(chat, { host, options: { locale: 'en' }, signal: new AbortController().signal })
    },
    draw: () =>
      batch(() => {
        chat.timeline.value = { ...chat.timeline.value, entries }
        chat.session.value = ready
      }),
    prepend(count) {
      const older = Array.from({ length: count }, (_, at) => toEntry(oldest - count + at, 10_000))
      oldest -= count
      batch(() => (chat.timeline.value = { ...chat.timeline.value, entries: [...older, ...chat.timeline.value.entries] }))
    },
  }
}

/** The whole widget, over the fake port. */
function overFakePort(): Contender {
  // As the first of the two services: it has no receipts.
  const house = createFakeHouse({ now: Date.now, capabilities: { receipts: false } })
  const channelSid = house.createChannel({ members: ['visitor', 'agent'] })
  return {
    ...seen,
    prepare(count) {
      for (let number = 0; number < count; number += 1) house.post(channelSid, isOwn(number) ? 'visitor' : 'agent', textOf(number))
    },
    draw() {
      const widget = createWidget(resolveOptions({ tokenUrl: async () => unsignedToken(), locale: 'en' }), (lifetime) => ({
        ...createBrowser(lifetime),
        memory: { resumes: false, horizonOf: () => null, remember: () => {}, forget: () => {} },
        loadConnect: async () => house.connect,
      }))
      widget.mount(host)
      widget.open()
    },
    receive: (number) => void house.post(channelSid, 'agent', textOf(number)),
  }
}

function unsignedToken(): string {
  const encode = (value: object): string => btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  const now = Math.floor(Date.now() / 1_000)
  const grants = { identity: 'visitor', chat: { service_sid: `IS${'0'.repeat(32)}` } }
  const claims = { jti: `SK-${now}`, iss: 'SK', sub: 'AC', iat: now, exp: now + 3_600, grants }
  return `${encode({ alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' })}.${encode(claims)}.c2ln`
}

serve(location.hash === '#port' ? overFakePort() : overFakeChat())
