import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContextOptions } from 'playwright-core'
import { startDemo, type Demo, type DemoOptions } from '../../../demo/start.ts'
import type { FaultAction } from '../../../demo/qa/catalogue.ts'
import type { QaRequest, QaState } from '../../../demo/qa/actions.ts'
import { chromiumLaunch } from '../../support/chromium.ts'
import { createAgent, type Agent } from './agent.ts'
import { createVisitor, type Visitor } from './visitor.ts'

/** The whole demo in this process, on a free port and in a folder of its own, and a browser before it. */
export interface Stage {
  readonly demo: Demo
  readonly url: string
  readonly dataDir: string
  readonly browser: Browser
  /** A browser of its own (cookies, storage) at `path` of the shop. */
  newVisitor(path?: string, options?: BrowserContextOptions): Promise<Visitor>
  /** The console, connected. */
  newAgent(options?: BrowserContextOptions): Promise<Agent>
  /** `POST /qa/<action>`; answers with the Identity that it struck. */
  qa(action: FaultAction, request?: QaRequest): Promise<string>
  qaState(): Promise<QaState>
  /** What any page's CSP held back since the start. */
  cspReports(): Promise<readonly Readonly<Record<string, unknown>>[]>
  close(): Promise<void>
}

export async function openDemo({ tokenTtlS = 600, service = 'chat' }: Pick<DemoOptions, 'tokenTtlS' | 'service'> = {}): Promise<Stage> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parlour-journey-'))
  const demo = await startDemo({ port: 0, dataDir, tokenTtlS, service, log: () => undefined })
  const browser = await chromium.launch(chromiumLaunch())
  const { url } = demo

  async function ask<T>(path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { Origin: url, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as T
  }

  return {
    demo,
    url,
    dataDir,
    browser,
    async newVisitor(path = '/', options = {}) {
      const context = await browser.newContext({ locale: 'en-GB', ...options })
      return createVisitor(context, `${url}${path}`)
    },
    async newAgent(options = {}) {
      const context = await browser.newContext({ locale: 'en-GB', ...options })
      return createAgent(context, `${url}/console`)
    },
    qa: async (action, request = {}) => (await ask<{ identity: string }>(`/qa/${action}`, request)).identity,
    qaState: () => ask<QaState>('/qa/state'),
    cspReports: async () => (await ask<{ reports: Readonly<Record<string, unknown>>[] }>('/csp/reports')).reports,
    async close() {
      await browser.close()
      await demo.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
