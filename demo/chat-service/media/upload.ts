import { Busboy } from '@fastify/busboy'
import { pipeline } from 'node:stream/promises'
import type { Readable } from 'node:stream'
import { invalid } from '../domain/errors.ts'

export interface Upload {
  readonly filename: string | null
  readonly contentType: string
  readonly size: number
}

/** Store what comes; resolves with its size. */
type Store = (source: Readable) => Promise<{ size: number }>

export interface UploadHead {
  readonly contentType: string
  /** `Filename` of the address, for raw bodies */
  readonly filename: string | null
}

/** A raw body, or the first file of a form: what the browser's SDK sends (protocol 10). @throws ApiError 400, or what `store` throws */
export async function readUpload(body: Readable, { contentType, filename }: UploadHead, store: Store): Promise<Upload> {
  if (/^multipart\/form-data\b/i.test(contentType)) return readForm(body, contentType, store)
  const { size } = await store(body)
  return { filename, contentType: cleanType(contentType), size }
}

async function readForm(body: Readable, contentType: string, store: Store): Promise<Upload> {
  let upload: Promise<Upload> | undefined
  let parser: InstanceType<typeof Busboy>
  try {
    parser = new Busboy({ headers: { 'content-type': contentType }, limits: { files: 1, fields: 20, fieldSize: 4_096, headerPairs: 50 } })
  } catch {
    throw invalid('The form has no boundary')
  }
  parser.on('file', (_name, stream, filename, _encoding, type) => {
    upload = store(stream).then(({ size }) => ({ filename: filename || null, contentType: cleanType(type), size }))
    // Ends the parsing, or it would wait for a reader of this stream for ever.
    upload.catch((error: Error) => parser.destroy(error))
  })
  try {
    await pipeline(body, parser)
  } catch (error) {
    await upload?.catch(() => {})
    throw isFormFault(error) ? invalid('The form cannot be read') : error
  }
  if (!upload) throw invalid('The form has no file')
  return upload
}

const isFormFault = (error: unknown): boolean => error instanceof Error && /multipart|boundary|header|Part terminated/i.test(error.message)

/** What somebody claims it is, if that is a media type at all. It is served so later, never sniffed. */
function cleanType(contentType: string): string {
  const type = contentType.trim().toLowerCase()
  return /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(type.split(';')[0]?.trim() ?? '') && type.length <= 200 ? type : 'application/octet-stream'
}
