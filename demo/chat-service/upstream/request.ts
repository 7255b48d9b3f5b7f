import type { Packet } from '../twilsock/frame.ts'
import { invalid } from '../domain/errors.ts'

/** An HTTP request that came in a packet: decoded path segments, parameters and body. */
export interface UpstreamRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Decoded; never empty strings */
  readonly segments: readonly string[]
  /** Decoded; of a repeated name the first */
  readonly params: ReadonlyMap<string, string>
  /** Names in lower case */
  readonly headers: ReadonlyMap<string, string>
  /** What the JSON or the form says; empty when there is no body */
  readonly body: Readonly<Record<string, unknown>>
}

const METHODS = new Set<unknown>(['GET', 'POST', 'PUT', 'DELETE'])

/** @throws ApiError 400 when the packet holds no HTTP request that makes sense */
export function readRequest({ header, payload }: Packet): UpstreamRequest {
  const http = header['http_request']
  if (!isRecord(http)) throw invalid('The packet has no http_request')
  const { method, path } = http
  if (!METHODS.has(method)) throw invalid('The method must be GET, POST, PUT or DELETE')
  if (typeof path !== 'string') throw invalid('The path must be a string')
  const headers = new Map<string, string>()
  for (const [name, value] of entries(http['headers'])) if (typeof value === 'string') headers.set(name.toLowerCase(), value)
  return {
    method: method as UpstreamRequest['method'],
    segments: path.split('/').filter(Boolean).map(decode),
    params: readParams(http['params']),
    headers,
    body: readBody(payload, headers.get('content-type') ?? ''),
  }
}

function readParams(params: unknown): Map<string, string> {
  const decoded = new Map<string, string>()
  for (const [name, value] of entries(params)) {
    const first: unknown = Array.isArray(value) ? value[0] : value
    if (typeof first === 'string') decoded.set(decode(name), decode(first))
  }
  return decoded
}

function readBody(payload: string, contentType: string): Record<string, unknown> {
  if (payload === '') return {}
  if (contentType.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(payload))
  let body: unknown
  try {
    body = JSON.parse(payload)
  } catch {
    throw invalid('The body is not JSON')
  }
  // A DELETE of twilio-chat carries the text `null`.
  if (body === null) return {}
  if (!isRecord(body)) throw invalid('The body must be a JSON object')
  return body
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw invalid('The address is not percent-encoded as it should be')
  }
}

const entries = (value: unknown): [string, unknown][] => (isRecord(value) ? Object.entries(value) : [])

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
