import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { JSX } from 'preact'
import type { Media } from '../../src/chat/types.ts'
import type { Entry } from './conversation.ts'

interface Props {
  readonly entry: Entry
  /** An address for a short time. */
  fileUrl(messageSid: string, mediaSid: string): Promise<string>
}

/** The files of a Message: pictures to look at, everything else to fetch. */
export function Files({ entry, fileUrl }: Props): JSX.Element {
  return (
    <div class="files">
      {entry.media.map((media, at) => (
        <File key={media.sid || at} media={media} messageSid={entry.sid} fileUrl={fileUrl} />
      ))}
    </div>
  )
}

interface FileProps extends Pick<Props, 'fileUrl'> {
  readonly media: Media
  readonly messageSid: string | null
}

function File({ media: { sid, filename, contentType }, messageSid, fileUrl }: FileProps): JSX.Element {
  const url = useSignal<string | null>(null)
  const name = filename ?? contentType
  const isPicture = /^image\/(jpeg|png|gif|webp)$/i.test(contentType)
  const ask = (): Promise<string> =>
    messageSid === null || sid === '' ? Promise.reject(new Error('Not there yet')) : fileUrl(messageSid, sid)

  useEffect(() => {
    if (isPicture)
      ask().then(
        (address) => (url.value = address),
        () => undefined,
      )
  }, [messageSid, sid])

  // Its address is good for a while only.
  async function open(): Promise<void> {
    const link = Object.assign(document.createElement('a'), {
      href: await ask(),
      target: '_blank',
      rel: 'noopener noreferrer',
      download: name,
    })
    link.click()
  }
  return (
    <button type="button" class="file" disabled={messageSid === null} onClick={() => void open().catch(() => undefined)}>
      {isPicture && url.value ? <img src={url.value} alt={name} /> : <bdi>📎 {name}</bdi>}
    </button>
  )
}
