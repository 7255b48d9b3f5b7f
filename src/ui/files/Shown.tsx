import type { ComponentChildren } from 'preact'
import type { LogFile } from '../../store/chat.ts'
import { alertPath, filePath } from '../extras/icons.ts'
import { cleanName } from '../foreign.ts'
import { Icon } from '../icons.tsx'
import { fileSize } from '../log/file-size.ts'
import { kindOf, type Facts } from '../log/files.ts'
import { view } from '../observe.ts'
import type { StringKey } from '../strings.ts'
import { FileName } from './FileName.tsx'
import { followFile, type FileInLog, type FollowedFile } from './follow-file.ts'
import { downloadPath } from './icons.ts'
import { Player } from './Player.tsx'
import { save } from './save.ts'
import { Upload } from './Upload.tsx'

export interface ShownProps extends FileInLog {
  /** Bytes of the same Message that go up before it. */
  readonly before: number
  readonly facts: Facts
}

const sentences: Readonly<Record<string, StringKey>> = { pending: 'scanning', block: 'blocked', gone: 'fileGone' }

/** One file of a Message, in a place that is there already. */
export const Shown = view<ShownProps>(() => (props) => <Followed key={props.file.data ? 'own' : props.file.sid} {...props} />)

const Followed = view<ShownProps>((ui, own) => {
  let followed: FollowedFile | undefined
  return (props) => {
    followed ??= followFile(ui, props, own.signal)
    followed.follow(props.entry)
    const kind = kindOf(props.file.contentType)
    const isVoice = kind === 'audio' && props.facts.ms !== undefined
    // The browser's player has no room for how far it has come.
    const isOnItsWay = kind === 'audio' && props.entry.index === null
    const Part = isVoice ? Voice : isOnItsWay ? Row : parts[kind]
    return <Part {...props} followed={followed} />
  }
})

interface PartProps extends ShownProps {
  readonly followed: FollowedFile
}

const nameOf = ({ filename }: LogFile): string => cleanName(filename ?? '')

/** Why it is not there, in the place of it. */
const Instead = view<{ readonly followed: FollowedFile }>(({ words }) => ({ followed }) => {
  const { text } = words.value
  const { status } = followed.state.value
  const sentence = sentences[status]
  return (
    sentence && (
      <div class="flex instead small">
        {status !== 'pending' && <Icon path={alertPath} />}
        <span>{text(sentence)}</span>
        {status === 'gone' && (
          <button type="button" class="quiet" onClick={followed.again}>
            {text('again')}
          </button>
        )}
      </div>
    )
  )
})

const Picture = view<PartProps>((ui) => ({ followed, entry, file, before }) => {
  const state = followed.state.value
  const { text } = ui.words.value
  if (state.status !== 'there') return <Instead followed={followed} />
  return (
    <>
      <button
        type="button"
        class="look"
        aria-label={text('view', { name: nameOf(file) || text('image') })}
        onClick={() => (ui.viewing.value = { key: entry.key, at: entry.media.indexOf(file) })}
      >
        <img src={state.url} alt="" decoding="async" draggable={false} onLoad={followed.loaded} onError={followed.failed} />
      </button>
      <Upload entry={entry} file={file} before={before} />
    </>
  )
})

/** The browser's own controls. After a change of address it goes on where it was. */
const Film = view<PartProps>(({ words }) => {
  let at = 0
  let played = false
  return ({ followed, entry, file, before }) => {
    const state = followed.state.value
    if (state.status !== 'there') return <Instead followed={followed} />
    const Tag = kindOf(file.contentType) === 'audio' ? 'audio' : 'video'
    return (
      <>
        <Tag
          key={state.url}
          controls
          preload="metadata"
          playsInline
          src={state.url}
          aria-label={nameOf(file) || words.value.text('file')}
          onLoadedMetadata={({ currentTarget: player }: { readonly currentTarget: HTMLMediaElement }) => {
            followed.loaded()
            if (at > 0) player.currentTime = at
            if (played) void player.play().catch(() => {})
          }}
          onError={({ currentTarget: player }: { readonly currentTarget: HTMLMediaElement }) => {
            at = player.currentTime
            played = !player.paused
            followed.failed()
          }}
        />
        <Upload entry={entry} file={file} before={before} />
      </>
    )
  }
})

const Voice = view<PartProps>(({ words }) => ({ followed, entry, file, facts, before }) => {
  const state = followed.state.value
  return (
    <div role="group" class="voice" aria-label={words.value.text('voiceMessage')}>
      {sentences[state.status] ? (
        <Instead followed={followed} />
      ) : (
        <Player src={state.status === 'there' ? state.url : null} facts={facts} onLoaded={followed.loaded} onFailed={followed.failed} />
      )}
      <Upload entry={entry} file={file} before={before} />
    </div>
  )
})

/** By name and size; a click brings it. An address is asked for at each click: the last one may have run out. */
const Row = view<PartProps>(({ words, chat }) => {
  return ({ followed, entry, file, before }) => {
    const { text, locale } = words.value
    const state = followed.state.value
    const name = nameOf(file) || text('file')
    const sentence = sentences[state.status]
    const size = fileSize(file.size, locale)
    const about: ComponentChildren = (
      <div>
        <FileName name={name} />{' '}
        <span class="small">
          {sentence ? (
            text(sentence)
          ) : (
            <>
              {size} · <bdi>{file.contentType}</bdi>
            </>
          )}
        </span>
      </div>
    )
    // All that is seen of it: who speaks to the computer says what they see.
    const label =
      state.status === 'gone'
        ? `${name} ${text('fileGone')} ${text('again')}`
        : text('download', { name: `${name} ${size} · ${file.contentType}` })
    const isThere = state.status === 'there' && entry.sid !== null
    async function bring(): Promise<void> {
      const url = file.data && state.status === 'there' ? state.url : await chat.fileUrl(entry.sid!, file.sid)
      if (url) save(url, name)
      else followed.failed()
    }
    return (
      <div class="flex file">
        {isThere || state.status === 'gone' ? (
          <button type="button" class="flex" aria-label={label} onClick={isThere ? bring : followed.again}>
            <Icon path={isThere ? downloadPath : alertPath} />
            {about}
          </button>
        ) : (
          <>
            <Icon path={state.status === 'block' ? alertPath : filePath} />
            {about}
          </>
        )}
        <Upload entry={entry} file={file} before={before} />
      </div>
    )
  }
})

const parts = { picture: Picture, video: Film, audio: Film, file: Row }
