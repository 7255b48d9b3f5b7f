import type { Ui } from '../context.ts'
import { toFile, type TranscriptKind } from './transcript.ts'

/** A conversation as a file, made on this device. Loaded when somebody asks for one. */

/** So long a browser may take to begin with the download. */
const DOWNLOAD_MS = 60_000

/**
 * Reads all that there is, to the first Message, and gives it to the browser as a download. False: it could not be read. Of
 * a conversation that has ended the service may have nothing any more: then what is here is what is saved.
 */
export async function saveTranscript({ chat, options, words, page }: Ui, kind: TranscriptKind): Promise<boolean> {
  const read = !chat.timeline.peek().hasPrevious || (await chat.loadAll())
  const session = chat.session.peek()
  if (!read && session.status !== 'ended') return false
  const { name, blob } = toFile(kind, {
    title: options.peek().title || words.peek().text('title'),
    channelSid: 'channelSid' in session ? session.channelSid : null,
    savedAt: page.now(),
    words: words.peek(),
    entries: chat.timeline.peek().entries,
  })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), DOWNLOAD_MS)
  return true
}
