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
    doc: "Light or dark; `auto` follows the visitor's system.",
  },
  position: {
    fallback: '`end`',
    doc: 'The lower corner of the window in which the launcher stands: where lines of text start or where they end.',
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
}
