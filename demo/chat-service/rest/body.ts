import { invalid } from '../domain/errors.ts'
import { tooLarge, unsupportedMediaType } from './errors.ts'
import { type Form, parseForm } from './form.ts'

const maxBodyBytes = 128 * 1024

/**
 * The form in a request's body; an empty one when there is no body.
 * @throws ApiError 413 above `maxBodyBytes`, 415 for another content type, 400/20001 for what is not UTF-8
 */
export async function readForm(request: Request): Promise<Form> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) throw tooLarge(maxBodyBytes)
  const encoded = decodeUtf8(await readBytes(request))
  if (encoded !== '' && !isForm(request.headers.get('content-type'))) throw unsupportedMediaType()
  return parseForm(encoded)
}

async function readBytes({ body }: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  // A body sent in chunks declares no length.
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > maxBodyBytes) throw tooLarge(maxBodyBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw invalid('The request body is not UTF-8')
  }
}

const isForm = (contentType: string | null): boolean =>
  contentType?.split(';', 1)[0]?.trim().toLowerCase() === 'application/x-www-form-urlencoded'
