import { inUnit, onSdks, takeOut } from './hazard.ts'
import type { Hazard, NamedTest } from './hazard.ts'

const socket = (name: string): NamedTest => inUnit('adapters/socket-hazards', name)
const tabs = (name: string): NamedTest => inUnit('adapters/tabs/tabs', name)

const LONG_OUTAGE = 'after an outage of two minutes it is back within 12 s by itself, and at once when somebody asks'
const SENT_AWAY = 'a client that the service sends away for good is replaced, three times in an hour, and then that is told'
const GIVEN_UP = '%s is given up after %i ms'
const LOOKS = '%s: it is time to look'

/** The socket. */
export const connection: readonly Hazard[] = [
  {
    id: 'H11',
    sentence: 'The client calls an error terminal, and tries again all the same',
    guards: [],
    nothingToTakeOut: {
      because: 'the word is read nowhere: what counts is the state',
      watchedBy: socket('an attempt of which the client says that it was the last is followed by another, and that is what counts'),
    },
  },
  {
    id: 'H12',
    sentence: 'Close 406 and 417 end the client for good',
    guards: [
      takeOut(
        'such a client says that it is disconnected',
        'adapters/connection-state.ts',
        [
          "(close 406, 417): twilsock never leaves this state.\n      return 'disconnected'",
          "(close 406, 417): twilsock never leaves this state.\n      return 'connecting'",
        ],
        socket('close %i is told as the end of this client: only another comes back from it'),
      ),
      takeOut(
        'another takes its place',
        'adapters/tabs/client.ts',
        ['else if (mayReplace()) resolve()', 'else if (false as boolean) resolve()'],
        tabs(SENT_AWAY),
      ),
      takeOut(
        'three times an hour',
        'adapters/tabs/client.ts',
        ['return lost.length <= REPLACED_PER_HOUR', 'return true'],
        tabs(SENT_AWAY),
      ),
    ],
  },
  {
    id: 'H13',
    sentence: 'The client waits up to two minutes between two attempts',
    guards: [
      takeOut(
        'our own pauses',
        'adapters/twilsock.ts',
        ['retryPolicy: { min: 300, max: 8_000, randomness: 0.5 },', ''],
        socket(LONG_OUTAGE),
      ),
      takeOut(
        'none when somebody asks',
        'adapters/twilsock.ts',
        ["if (state() === 'rejected') throw error\n    }\n    await kick()", "if (state() === 'rejected') throw error\n    }"],
        socket(LONG_OUTAGE),
      ),
    ],
  },
  {
    id: 'H14',
    sentence: 'An attempt to connect may hang as long as the browser lets it',
    guards: [
      takeOut(
        'it is cut after 8 s and made again',
        'adapters/twilsock.ts',
        ['if (!guarded || !hangs) return', 'return'],
        socket('an attempt that hangs is cut after 8 s and made again'),
      ),
      takeOut(
        'the first is given up',
        'adapters/initialised.ts',
        ["() => socket.connection !== 'connected' && reject(failed('it does not answer'))", '() => {}'],
        inUnit('adapters/initialised', GIVEN_UP),
      ),
    ],
  },
  {
    id: 'H15',
    sentence: 'After close 308 the client waits 3 s for an event that it has suppressed',
    guards: [
      takeOut(
        'it is kicked out of that state',
        'adapters/connection-state.ts',
        ["state === 'waitOffloadSocketClosed' || ", ''],
        socket('close 308 costs less than half a second, not the three that the client waits'),
      ),
    ],
  },
  {
    id: 'H16',
    sentence: 'The client hears of `online` and `offline` alone, and never stops listening',
    guards: [
      takeOut(
        'all other events that may mean a return are listened to',
        'browser.ts',
        ["['online', 'focus', 'pageshow', 'visibilitychange']", "['online']"],
        inUnit('browser', LOOKS),
      ),
      takeOut(
        'so is the end of a freeze',
        'browser.ts',
        ["document.addEventListener('resume', woke, options)", ''],
        inUnit('browser', LOOKS),
      ),
      takeOut(
        'what it listens to is taken off',
        'adapters/twilsock.ts',
        ['      removeListeners()\n', ''],
        socket('after the end it listens to nothing of the page, and waits for nothing'),
      ),
    ],
  },
  {
    id: 'H17',
    sentence: 'A client that starts offline is broken for good, and may say later that it is ready',
    guards: [
      takeOut(
        '`failed` is final',
        'adapters/initialised.ts',
        [
          "else setTimeout(() => reject(socket.connection === 'denied' ? denied(socket.refusal) : failed('it cannot be reached')), 0)",
          'else void 0',
        ],
        inUnit('adapters/initialised', 'an SDK that failed stays failed, though it goes on by itself and says later that it is ready'),
      ),
      takeOut(
        'it is thrown away',
        'adapters/open.ts',
        ['void service.shutdown()', ''],
        socket('a client that could not start is thrown away: it does not dial again behind our back'),
      ),
    ],
  },
  {
    id: 'H18',
    sentence: "The SDK's `shutdown` waits for a start that never comes, and so may the client's `disconnect`",
    guards: [
      takeOut(
        'a disconnect has its time',
        'adapters/twilsock.ts',
        ['Promise.race([client.disconnect(), clock.sleep(DISCONNECT_WITHIN_MS, dropping.signal)])', 'client.disconnect()'],
        socket('an end while it is dropped to be dialled again ends both, though the client tells only the second of them'),
      ),
    ],
    nothingToTakeOut: {
      because: "the SDKs' own `shutdown` is called nowhere: the socket is ours, and it is closed",
      watchedBy: onSdks('connection', 'what is under way at shutdown ends, nothing comes after it, and twice is once'),
    },
  },
]
