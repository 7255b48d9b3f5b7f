import type { OptionName } from './options.ts'

/** The README's words for each option: its default, and what it is for. */
export const optionDocs: Readonly<Record<OptionName, { readonly fallback: string; readonly doc: string }>> = {
  tokenUrl: {
    fallback: 'required',
    doc: 'Where the widget asks your back end for an Access Token.',
  },
  tokenRequest: {
    fallback: '`POST`, `same-origin`',
    doc: 'Method, headers and credentials of the requests to your back end.',
  },
  startUrl: {
    fallback: 'none',
    doc: 'Where the widget asks your back end for a new conversation; without it only conversations that your back end began are shown.',
  },
  endUrl: {
    fallback: 'none',
    doc: 'Where the widget asks your back end to end the conversation; without it the visitor is offered no end.',
  },
  service: {
    fallback: '`chat`',
    doc: "Which of Twilio's services the token is for: Programmable Chat, or Conversations, its successor.",
  },
  serviceUrl: {
    fallback: "Twilio's cloud",
    doc: "The chat service to connect to, when it is not Twilio's cloud.",
  },
  channelCreators: {
    fallback: 'none',
    doc: 'Identities, beside your back end itself, whose Channels the widget trusts.',
  },
  theme: {
    fallback: '`auto`',
    doc: "Light or dark; `auto` follows the visitor's system, `inherit` the page's `color-scheme`.",
  },
  accent: {
    fallback: 'our green',
    doc: 'The one colour of your brand: light, dark and high-contrast palettes are made from it, each text legible by 4.5:1 or more.',
  },
  position: {
    fallback: '`end`',
    doc: 'The lower corner of the window in which the launcher stands: where lines of text start or where they end.',
  },
  offset: {
    fallback: '`1.25em`',
    doc: "Distance from the window's edge: from below, and after a space from the side; after a `/` the same for a phone.",
  },
  slots: {
    fallback: 'none',
    doc: 'In code: content of your own for header, message, composer, empty and launcher; what throws leaves ours.',
  },
  open: {
    fallback: '`false`',
    doc: 'Open the panel as soon as the widget is there.',
  },
  title: {
    fallback: '"Chat"',
    doc: 'The heading of the panel.',
  },
  locale: {
    fallback: "the page's `lang`, then the browser's",
    doc: 'The language and the date formats of the widget: one of 68, see [languages](docs/languages.md).',
  },
  strings: {
    fallback: 'ours',
    doc: 'Texts of your own in place of ours, by their key in [languages](docs/languages.md).',
  },
  preChat: {
    fallback: 'none',
    doc: 'Questions before a conversation; the answers go to `startUrl` as `preChat`.',
  },
  rateUrl: {
    fallback: 'none',
    doc: 'Where the widget sends what the visitor thinks of a conversation that has ended; without it nobody is asked.',
  },
  rating: {
    fallback: '`stars`',
    doc: 'How it is asked: one to five stars, a thumb up or down, or zero to ten.',
  },
  hours: {
    fallback: 'always',
    doc: 'When somebody is there. Outside of it the visitor reads when that will be, and may leave a message.',
  },
  away: {
    fallback: '`auto`',
    doc: 'Whether nobody is there: `auto` goes by `hours`.',
  },
  leaveUrl: {
    fallback: 'none',
    doc: 'Where the widget sends a message that is left while nobody is there; without it none can be left.',
  },
  sound: {
    fallback: '`true`',
    doc: 'A short sound for a new Message, in one tab of all, once the visitor has acted on the page; it can be turned off in the menu.',
  },
  titleNotice: {
    fallback: '`false`',
    doc: 'The number of unread Messages before the title of the page.',
  },
  notifications: {
    fallback: '`true`',
    doc: 'Offer notifications of the desktop in the menu. The browser asks only after a click there.',
  },
  greeting: {
    fallback: 'none',
    doc: 'A few words beside the launcher, and when: see [greetings](docs/notice.md). With it the widget is loaded with the page.',
  },
  sendKey: {
    fallback: '`enter`',
    doc: 'What sends: `enter` (Shift+Enter is a new line), or `mod-enter`: Ctrl+Enter, ⌘+Enter.',
  },
  maxLength: {
    fallback: 'none',
    doc: 'Characters of one Message, as a reader counts them; from nine tenths on the visitor sees how many are left. At most 32 KB in any case.',
  },
  replies: {
    fallback: '`false`',
    doc: 'The visitor can answer a Message by quoting it.',
  },
  reactions: {
    fallback: '`false`',
    doc: "The visitor can react to a Message with an emoji, and sees others' reactions on it.",
  },
  deleted: {
    fallback: '`marked`',
    doc: 'What is left of a Message that was deleted: `marked` is a line that says so, `hidden` is nothing.',
  },
  mediaHosts: {
    fallback: 'none',
    doc: 'Origins from which pictures in cards and previews are fetched; without one they stay text. Your CSP (`img-src`) has to allow them too.',
  },
  attachments: {
    fallback: 'all files of at most 25 MB, 10 at once',
    doc: 'Which files the visitor may send; `false` for none. Pictures with more than `maxPixels` (4,000,000) are made smaller first, and none tells where it was taken.',
  },
  voice: {
    fallback: '`true`',
    doc: 'Whether the visitor can record a voice message.',
  },
  hooks: {
    fallback: 'none',
    doc: "`hooks.file` decides whether the visitor may have a file: it answers with `allow`, `block` or `pending`. `hooks.translate` puts others' Messages into the visitor's language; the original stays one click away.",
  },
}
