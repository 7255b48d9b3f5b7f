import type { ApiKey } from '../domain/api-keys.ts'
import type { Form } from './form.ts'

/** One address of the API, and what may be done there. */
export interface Route {
  /** Hono's pattern, e.g. `/v2/Services/:service` */
  readonly path: string
  readonly get?: Handler
  readonly post?: Handler
  readonly delete?: Handler
}

/** Decides one request, in one go: commands of the domain are synchronous. Throws ApiError to refuse. */
export type Handler = (call: Call) => Reply

export interface Call {
  readonly key: ApiKey
  /** A part of the path, decoded. */
  param(name: string): string
  readonly query: Form
  /** Empty unless the method is POST */
  readonly form: Form
  /** The address called: absolute, public, without the query */
  readonly address: string
}

export interface Reply {
  readonly status: number
  /** JSON; no body when left out */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export const ok = (body: unknown): Reply => ({ status: 200, body })
export const created = (body: unknown): Reply => ({ status: 201, body })
export const removed = (): Reply => ({ status: 204 })
