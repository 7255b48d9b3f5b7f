import { readEvent } from '../../chat/event.ts'
import type { Attributes } from '../../chat/types.ts'
import type { TimelineEntry } from '../../store/chat.ts'
import { cleanName } from '../foreign.ts'
import type { Words } from '../words.ts'

/** A conversation to keep: what its three forms, text, page and data, are made of. */
export interface Transcript {
  readonly title: string
  readonly channelSid: string | null
  /** ms since the epoch */
  readonly savedAt: number
  readonly words: Words
  readonly entries: readonly TimelineEntry[]
}

export type TranscriptKind = 'text' | 'page' | 'data'

interface Line {
  readonly at: number
  /** Empty: the house tells what happened. */
  readonly name: string
  readonly own: boolean
  /** What was written, or that it was deleted; empty beside files. */
  readonly body: string
  readonly note: string
  readonly files: readonly string[]
}

/** Only what is stored: what is still on its way is not part of the conversation yet. */
function toLines({ entries, words }: Transcript): readonly Line[] {
  return entries
    .filter(({ index }) => index !== null)
    .map(({ author, own, authorName, attributes, body, media, createdAt, editedAt, deleted }) => ({
      at: createdAt,
      name: own ? words.text('you') : author === HOUSE ? '' : cleanName(authorName),
      own,
      body: deleted ? words.text('deleted') : plain((author === HOUSE && happening(attributes, words)) || body),
      note: editedAt !== null && !deleted ? words.text('edited') : '',
      files: media.map(({ filename, contentType }) => cleanName(filename ?? contentType)),
    }))
}

/** The author that Twilio's REST API writes where the back end names none. No User can have this Identity. */
const HOUSE = 'system'

function happening(attributes: Attributes, words: Words): string {
  const event = readEvent(attributes)
  return event ? words.text(event.type, { name: cleanName(event.name) }) : ''
}

/** Without the control characters that no text needs and some readers obey. */
// oxlint-disable-next-line no-control-regex -- these are meant
const plain = (text: string): string => text.replaceAll(/\r\n?/g, '\n').replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')

const dated = (locale: string, at: number): { readonly day: string; readonly time: string } => ({
  day: new Intl.DateTimeFormat(locale, { dateStyle: 'full' }).format(at),
  time: new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(at),
})

const others = (lines: readonly Line[]): readonly string[] => [...new Set(lines.flatMap(({ own, name }) => (own || !name ? [] : name)))]

/**
 * As a text file. What somebody wrote in several lines is indented, so that no Message can look like two, of which the
 * second is somebody else's.
 */
export function toText(transcript: Transcript): string {
  const { title, words, savedAt } = transcript
  const lines = toLines(transcript)
  const { day, time } = dated(words.locale, savedAt)
  const parts = [oneLine([plain(title), ...others(lines)].join(' · ')), `${day}, ${time}`]
  let lastDay = ''
  for (const { at, name, body, note, files } of lines) {
    const when = dated(words.locale, at)
    if (when.day !== lastDay) parts.push('', when.day, '')
    lastDay = when.day
    const said = [body, ...files.map((file) => `[${words.text('file')}: ${oneLine(file)}]`)].filter(Boolean).join('\n')
    parts.push(`${when.time}  ${name && `${oneLine(name)}: `}${said.replaceAll(/[\n\u2028\u2029]/g, '\n        ')}${note && ` (${note})`}`)
  }
  return `${parts.join('\n')}\n`
}

const oneLine = (text: string): string => text.replaceAll(/[\n\u2028\u2029]+/g, ' ')

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
/** Text, for within an element or a quoted attribute: every character that HTML could take for its own is written out. */
const escape = (text: string): string => plain(text).replaceAll(/[&<>"']/g, (mark) => marks[mark]!)

/**
 * As a page of its own, for a file: it is never put into a page that is open. Its own policy lets it load and run nothing,
 * whatever stands in it.
 */
export function toPage(transcript: Transcript): string {
  const { title, words, savedAt } = transcript
  const lines = toLines(transcript)
  const now = dated(words.locale, savedAt)
  let lastDay = ''
  const rows = lines.map(({ at, name, own, body, note, files }) => {
    const { day, time } = dated(words.locale, at)
    const divider = day === lastDay ? '' : `<h2>${escape(day)}</h2>\n`
    lastDay = day
    const said = body && `<p dir="auto">${escape(body)}</p>`
    const sent = files.map((file) => `<p class="file">${escape(words.text('file'))}: <bdi>${escape(file)}</bdi></p>`).join('')
    const edited = note && ` · ${escape(note)}`
    const when = `<time datetime="${new Date(at).toISOString()}">${escape(time)}</time>`
    return `${divider}<article${own ? ' class="own"' : ''}><h3>${name && `<bdi>${escape(name)}</bdi> `}<small>${when}${edited}</small></h3>${said}${sent}</article>`
  })
  return `<!doctype html>
<html lang="${escape(words.locale)}" dir="${words.dir}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { max-inline-size: 44rem; margin: 2rem auto; padding-inline: 1rem }
h1, h2, h3, p { margin: 0 }
h1 { font-size: 1.5rem }
h2 { margin-block: 2rem 1rem; font-size: 1rem }
h3 { font-size: 0.9rem }
small, .file { font-weight: normal; opacity: 0.75 }
article { margin-block-end: 1rem; padding-inline-start: 0.75rem; border-inline-start: 3px solid #8888 }
article p { white-space: pre-wrap; overflow-wrap: anywhere }
.own { border-color: #12796a }
</style>
</head>
<body>
<h1>${escape([title, ...others(lines)].join(' · '))}</h1>
<p>${escape(`${now.day}, ${now.time}`)}</p>
${rows.join('\n')}
</body>
</html>
`
}

/** As JSON, for a program: dates in ISO 8601, names as they are shown, and nothing of what was deleted. */
export function toData(transcript: Transcript): string {
  const { title, channelSid, savedAt, entries } = transcript
  const messages = entries
    .filter(({ index }) => index !== null)
    .map(({ sid, index, author, authorName, own, body, media, createdAt, editedAt, deleted }) => ({
      sid,
      index,
      author,
      name: authorName,
      own,
      createdAt: new Date(createdAt).toISOString(),
      body,
      files: media.map(({ filename, contentType, size }) => ({ name: filename, type: contentType, bytes: size })),
      editedAt: editedAt === null ? null : new Date(editedAt).toISOString(),
      deleted,
    }))
  return `${JSON.stringify({ format: 1, title, channelSid, savedAt: new Date(savedAt).toISOString(), messages }, null, 2)}\n`
}

const forms = {
  text: { make: toText, type: 'text/plain;charset=utf-8', extension: 'txt' },
  page: { make: toPage, type: 'text/html;charset=utf-8', extension: 'html' },
  data: { make: toData, type: 'application/json', extension: 'json' },
} as const

/** The file, and a name for it that any system takes. */
export function toFile(kind: TranscriptKind, transcript: Transcript): { readonly name: string; readonly blob: Blob } {
  const { make, type, extension } = forms[kind]
  const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short' }).format(transcript.savedAt)
  const title = cleanName(transcript.title)
    .replaceAll(/[\p{C}\s\\/:*?"<>|.]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
  return { name: `${title || 'chat'}-${day}.${extension}`, blob: new Blob([make(transcript)], { type }) }
}
