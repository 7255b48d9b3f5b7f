import { attempt } from '../../lib/attempt.ts'
import type { TimelineEntry } from '../../store/chat.ts'
import type { Ui } from '../context.ts'
import { cleanName } from '../foreign.ts'
import { choose, isChosen } from './choices.ts'

/** Phones and tablets take them only from a service worker of the host's. */
const POINTER = '(pointer: fine)'
const LONGEST_BODY = 200

/** `offered`: the visitor may ask for them; `on`: has asked, and the browser lets us. */
export type Standing = 'impossible' | 'blocked' | 'offered' | 'on'

export function standing(): Standing {
  if (typeof Notification === 'undefined' || !isSecureContext || !matchMedia(POINTER).matches) return 'impossible'
  if (Notification.permission === 'denied') return 'blocked'
  // The page may have asked for reasons of its own.
  return Notification.permission === 'granted' && isChosen('notify') ? 'on' : 'offered'
}

/** Only ever by a click of the visitor's. Resolves with what the browser said. */
export async function askForNotifications(): Promise<Standing> {
  choose('notify', true)
  await Notification.requestPermission()
  return standing()
}

/** Tells of `messages` outside the page; a later one of the same conversation takes its place. Null: it could not be shown. */
export function notify(
  { chat, words }: Pick<Ui, 'chat' | 'words'>,
  messages: readonly TimelineEntry[],
  channelSid: string,
): Notification | null {
  const { text, list, locale } = words.peek()
  const names = [...new Set(messages.map(({ authorName }) => cleanName(authorName)))]
  const [first] = messages
  const alone = messages.length === 1 && first?.body ? first.body.slice(0, LONGEST_BODY) : null
  const title = alone === null ? text('arrived', { count: messages.length, names: list(names) }) : list(names)
  const options: NotificationOptions & { readonly renotify: boolean } = {
    body: alone ?? '',
    lang: locale,
    dir: 'auto',
    tag: `parlour:${channelSid}`,
    renotify: true,
    // The sound is ours, and the visitor may have turned it off.
    silent: true,
  }
  const shown = attempt(() => new Notification(title, options)) ?? null
  shown?.addEventListener('click', () => {
    window.focus()
    chat.setOpen(true)
    shown.close()
  })
  return shown
}
