import { Readable } from 'node:stream'
import type { Media } from '../domain/types.ts'
import type { MediaFiles } from './files.ts'

/** Shown in the page itself; anything else is only ever saved. SVG may carry script. */
const shownInline = /^(image\/(?!svg)|audio\/|video\/)/

/** The bytes, or the one range of them that was asked for. What a visitor uploaded can never act as a page of this origin. */
export function contentResponse(media: Media, files: MediaFiles, rangeHeader: string | undefined): Response {
  const headers = new Headers({
    'Content-Type': media.contentType,
    'Content-Disposition': disposition(media),
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Cache-Control': 'private, max-age=300',
    'Accept-Ranges': 'bytes',
  })
  const range = parseRange(rangeHeader, media.size)
  if (range === 'unsatisfiable') {
    headers.set('Content-Range', `bytes */${media.size}`)
    return new Response(null, { status: 416, headers })
  }
  const { start, end } = range ?? { start: 0, end: media.size - 1 }
  headers.set('Content-Length', String(end - start + 1))
  if (range) headers.set('Content-Range', `bytes ${start}-${end}/${media.size}`)
  const body = media.size === 0 ? null : (Readable.toWeb(files.read(media.sid, start, end)) as ReadableStream)
  return new Response(body, { status: range ? 206 : 200, headers })
}

/** `bytes=a-b`, `bytes=a-`, `bytes=-n`; undefined for none, or a kind that may be ignored (several ranges). */
export function parseRange(header: string | undefined, size: number): { start: number; end: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return undefined
  const [, first = '', last = ''] = match
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return start > end || start >= size ? 'unsatisfiable' : { start, end }
}

function disposition({ contentType, filename }: Media): string {
  const kind = shownInline.test(contentType) ? 'inline' : 'attachment'
  if (filename === null) return kind
  // RFC 6266: a plain name for all, the true one percent-encoded.
  const plain = filename.replaceAll(/[^\w .()+-]/g, '_')
  const encoded = encodeURIComponent(filename.replaceAll(/\p{Surrogate}/gu, '_')).replaceAll(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`
}
