import { inUnit, takeOut } from './hazard.ts'
import type { Hazard, NamedTest } from './hazard.ts'

const socket = (name: string): NamedTest => inUnit('adapters/socket-hazards', name)
const requests = (name: string): NamedTest => inUnit('adapters/requests', name)
const outbox = (name: string): NamedTest => inUnit('store/outbox', name)
const timeline = (name: string): NamedTest => inUnit('store/timeline', name)

/** What becomes of a Message. */
export const sending: readonly Hazard[] = [
  {
    id: 'H1',
    sentence: 'A send that fails may have happened, and the SDK gives each attempt another mutation id',
    guards: [
      takeOut(
        'our own id is the mutation id',
        'adapters/twilsock.ts',
        ['withOwnMutationId(url, headers as Record<string, string>, body)', 'headers as Record<string, string>'],
        socket('a Message whose answer was lost, sent once more under its id, is stored once'),
      ),
      takeOut(
        'what may be there is looked for before it is sent again',
        'store/live/delivery.ts',
        ['timeline.merge(await answered(() => service.messagesAfter(channelSid, sentAfter!), held))', ''],
        outbox('a Message whose answer was lost is found again and not sent twice'),
      ),
      takeOut(
        'no answer is no refusal',
        'store/live/delivery.ts',
        ['const isFinal = !error.retryable &&', 'const isFinal ='],
        outbox('a Message that got lost on the way is sent again'),
      ),
      takeOut(
        'what was stored twice is one entry',
        'store/timeline.ts',
        ['byIndex.get(message.index) ?? (key ? byOwnId.get(key) : undefined)', 'byIndex.get(message.index)'],
        timeline('a Message that was stored twice is shown once, where it was stored first'),
      ),
    ],
  },
  {
    id: 'H2',
    sentence: 'The SDK waits 30 s for an answer, and takes a silent socket for a good one',
    guards: [
      takeOut(
        'an answer comes within 10 s or not at all',
        'adapters/requests.ts',
        ['ANSWER_WITHIN_MS = 9_000', 'ANSWER_WITHIN_MS = 30_000'],
        requests('a write without an answer fails within 10 s, once, and the socket is taken for dead'),
      ),
      takeOut(
        'a socket without an answer is dropped',
        'adapters/requests.ts',
        [
          "giveUp(new TransportUnavailableError('No answer in time'))\n    silent()",
          "giveUp(new TransportUnavailableError('No answer in time'))",
        ],
        socket('a half-open socket is dropped when an answer is 9 s late, and the next one is there at once'),
      ),
      takeOut(
        'so is one that belongs to another tab, by whoever waits for it',
        'store/live/delivery.ts',
        ['if (error instanceof LateAnswer) await service.kick().catch(() => {})', ''],
        outbox('a service that does not answer within a minute gets a new connection, then the Message'),
      ),
    ],
  },
  {
    id: 'H3',
    sentence: 'The event `offline` closes the socket, and what is under way hangs for 30 s',
    guards: [
      takeOut(
        'whatever ends a connection ends what is under way on it',
        'adapters/twilsock.ts',
        ['else requests.cut()', 'else void 0'],
        socket('what is under way when the device goes offline fails at once, where the client would wait for half a minute'),
      ),
    ],
  },
  {
    id: 'H4',
    sentence: 'A send without a connection is kept for 20 s and then refused',
    guards: [
      takeOut(
        'the SDK gets a Message only while it is connected',
        'adapters/requests.ts',
        ["if (!isConnected()) throw new TransportUnavailableError('Not connected')", ''],
        socket('a Message is not handed to a client without a connection, which would keep it for 20 s'),
      ),
    ],
  },
  {
    id: 'H21',
    sentence: 'Edits are told of Messages that were read, in any order, and an echo may come before its answer',
    guards: [
      takeOut(
        'an edit waits for its page',
        'store/timeline.ts',
        ['else amended.set(message.index, newer(message, amended.get(message.index)))', ''],
        timeline('an edit above the pages read so far waits for its page'),
      ),
      takeOut(
        'a page cannot undo one',
        'store/timeline.ts',
        ['slot.messages.set(message.index, newer(message, before))', 'slot.messages.set(message.index, message ?? before)'],
        timeline('a page that was read before an edit does not undo it'),
      ),
      takeOut(
        'echo and answer are one Message',
        'store/timeline.ts',
        ['if (other && other !== slot) absorb(slot, other)', ''],
        timeline('an echo that lost its id is known by the index that the service answered'),
      ),
    ],
  },
  {
    id: 'H28',
    sentence: 'The SDK uploads without a deadline, progress or end, and an upload is no Message yet',
    guards: [
      takeOut(
        'an upload that stalls has failed',
        'adapters/media.ts',
        [
          'for (let ms = STALLED_MS; ms > 0; ms = heardAt + STALLED_MS - clock.monotonic()) await clock.sleep(ms, inner)',
          'await clock.sleep(Infinity, inner)',
        ],
        inUnit('adapters/media', 'an upload of which nothing is heard for a minute has failed'),
      ),
      takeOut(
        'what arrived is not sent again',
        'adapters/media.ts',
        ['known.get(key) ?? (await store(file, report, signal))', 'await store(file, report, signal)'],
        inUnit('adapters/media', 'a Message that is tried again uploads only what had not arrived'),
      ),
    ],
  },
  {
    id: 'H33',
    sentence: 'A Message that is sent before the list is open raises no event',
    guards: [
      takeOut(
        'the list is opened first',
        'adapters/service.ts',
        ['mustBeConnected()\n          await openOnce(sid)', 'mustBeConnected()'],
        socket('a Message that is sent before anything was read comes back as an event, too'),
      ),
      takeOut(
        'the answer is as good as an echo',
        'store/live/delivery.ts',
        ['if (index !== null) timeline.acknowledge(id, index)', ''],
        outbox('a Message of which no event tells is known by its answer'),
      ),
    ],
  },
]
