import { inUnit, takeOut } from './hazard.ts'
import type { Hazard, NamedTest } from './hazard.ts'

const socket = (name: string): NamedTest => inUnit('adapters/socket-hazards', name)
const keeper = (name: string): NamedTest => inUnit('token/keeper', name)
const session = (name: string): NamedTest => inUnit('store/session', name)

const SILENT_RENEWAL = 'a renewal without an answer goes through after 9 s, and nothing is thrown'

/** The Access Token. */
export const token: readonly Hazard[] = [
  {
    id: 'H5',
    sentence: 'After close 410 the client takes no token, and gives up 3 s later for good',
    guards: [
      takeOut(
        'a token is set, and a new socket brings it to the service',
        'adapters/twilsock.ts',
        ['    await clock.sleep(0)\n    await kick()\n', '    return accepted()\n'],
        socket('close 410: denied, not lost; the next token heals it, though the client is in a state that takes none'),
      ),
      {
        what: 'another token is asked for at once',
        edits: [
          {
            file: 'src/store/session-loop.ts',
            find: "connected.on('tokenExpired', () => void refresh())",
            replace: "connected.on('tokenExpired', () => {})",
          },
          { file: 'src/store/session-loop.ts', find: "if (connection === 'denied') void refresh()", replace: '' },
        ],
        test: session('a token that the service refuses later is replaced in place'),
      },
    ],
  },
  {
    id: 'H6',
    sentence: 'A token that is set already resolves without being told to the service',
    guards: [
      takeOut(
        'the same token is brought by another socket, whatever the SDK says',
        'adapters/twilsock.ts',
        ["if (isNew && (from === 'rejected'", "if ((from === 'rejected'"],
        socket('the very token that the service would not answer about is brought to it all the same, not just said to be there'),
      ),
      takeOut(
        'a renewal that is no other token is none',
        'token/keeper.ts',
        ["if (reason === 'connect' || first.token.jwt !== before?.jwt) return first", 'return first'],
        keeper('the very same token is asked for once more after 1.1 s; a second time it is token-unchanged'),
      ),
    ],
  },
  {
    id: 'H7',
    sentence: 'A token that is set while the client introduces itself is never told to the service',
    guards: [
      takeOut(
        'the SDK is believed only on a connection that stands',
        'adapters/twilsock.ts',
        ["if (isNew && from === 'connected') {", 'if (isNew) {'],
        socket('a token that comes while the client introduces itself with the last one reaches the service'),
      ),
    ],
  },
  {
    id: 'H8',
    sentence: 'A renewal without an answer throws where nobody catches it, and never ends',
    guards: [
      takeOut('its error is listened to', 'adapters/twilsock.ts', ["channel.on('error', () => {})", ''], socket(SILENT_RENEWAL)),
      takeOut(
        'it is waited for 9 s',
        'adapters/twilsock.ts',
        ['const outcome = await firstToHappen(answer, ANSWER_WITHIN_MS)', 'const outcome = await answer'],
        socket(SILENT_RENEWAL),
      ),
    ],
  },
  {
    id: 'H9',
    sentence: 'The warning that a token expires comes from the service alone: late, at once, or never',
    guards: [
      takeOut(
        'a clock of our own',
        'token/keep-fresh.ts',
        ['const ms = held ? remainingMs(held) : Infinity', 'const ms = held?.hurried ? remainingMs(held) : Infinity'],
        keeper('a conversation of four minutes on tokens of 60 s is renewed in time, again and again'),
      ),
      takeOut(
        'that counts sleep',
        'token/keep-fresh.ts',
        ['Math.max(clock.monotonic() - receivedAt.monotonic, clock.now() - receivedAt.wall)', 'clock.monotonic() - receivedAt.monotonic'],
        keeper('the device slept: the wall clock brings the renewal forward, and never puts it off'),
      ),
      takeOut(
        'the warning is a hint',
        'token/renewal.ts',
        ['(lifeMs: number): number => 0.35 * lifeMs', '(_lifeMs: number): number => 0'],
        keeper('a hint of the service hurries the renewal, but not into a loop'),
      ),
    ],
  },
  {
    id: 'H10',
    sentence: 'A refused token leaves the client denied, and it says so only for one of the reasons',
    guards: [
      takeOut(
        'one more attempt with a token made for it',
        'store/session-loop.ts',
        ["if (error.code === 'connection-denied' && reason === 'connect' && failures === 1) {", 'if (false as boolean) {'],
        session('refused at the door, it comes back once with a token made for that'),
      ),
      takeOut(
        'and not without end',
        'token/keep-fresh.ts',
        ["(denied && reason === 'denied') ||", ''],
        keeper('a token that the service refuses is asked for once as denied; a second refusal ends it'),
      ),
    ],
  },
  {
    id: 'H26',
    sentence: 'The SDKs print Access Tokens at `trace`, and whole packets at `debug`',
    guards: [
      takeOut(
        'they are silent',
        'adapters/quiet.ts',
        ["logLevel: 'silent'", "logLevel: 'trace'"],
        socket('whatever happens, nothing is printed: the client would print the Access Token'),
      ),
      takeOut(
        'and what is built in prints errors at most',
        'adapters/vendor/loglevel.ts',
        ['trace: nothing,', 'trace: (...line) => console.trace(...line),'],
        inUnit('adapters/vendor/stand-ins', 'nothing below an error is printed, at whatever level'),
      ),
    ],
  },
]
