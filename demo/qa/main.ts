import type { QaState } from './actions.ts'
import { catalogue, reset, type Fault } from './catalogue.ts'
import './qa.css'

const REFRESH_MS = 2_000

const find = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T
const visitor = find<HTMLSelectElement>('visitor')
const said = find('said')

function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, text = '', className = ''): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  element.textContent = text
  if (className) element.className = className
  return element
}

async function strike({ action, label }: Fault): Promise<void> {
  try {
    const response = await fetch(`/qa/${action}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(visitor.value ? { identity: visitor.value } : {}),
    })
    const { error, identity } = (await response.json()) as { error?: string; identity?: string }
    said.textContent = error ?? `${label}: done${identity === '*' ? '' : ` to ${identity}`}.`
  } catch {
    said.textContent = `${label}: the demo does not answer.`
  }
  await refresh()
}

function showFaults(): void {
  for (const { title, faults } of catalogue) {
    const section = make('section')
    const heading = make('h2', title)
    const list = make('ul', '', 'faults')
    for (const fault of faults) {
      const item = make('li')
      const button = make('button', fault.label)
      const expect = make('p', fault.expect)
      button.type = 'button'
      expect.id = `expect-${fault.action}`
      button.setAttribute('aria-describedby', expect.id)
      button.addEventListener('click', () => void strike(fault))
      item.append(button, expect)
      list.append(item)
    }
    section.append(heading, list)
    find('faults').append(section)
  }
}

async function refresh(): Promise<void> {
  const response = await fetch('/qa/state', { cache: 'no-store' }).catch(() => undefined)
  if (!response?.ok) return
  const { sockets, tokenFaults, socketFaults } = (await response.json()) as QaState
  const identities = sockets.map(({ identity }) => identity).filter((identity) => identity.startsWith('visitor-'))
  showChoice([...new Set(identities)])
  const lines = [
    ...sockets.map(({ identity, tokenExpiresAt }) => `${identity} is connected; its token ends in ${inSeconds(tokenExpiresAt)} s`),
    ...tokenFaults.map(({ identity, fault }) => `Waiting for ${identity === '*' ? 'any visitor' : identity}: token ${fault.kind}`),
    ...socketFaults,
  ]
  find('state').replaceChildren(...(lines.length > 0 ? lines : ['Nobody is connected.']).map((line) => make('li', line)))
}

/** Keeps the choice while the list changes around it. */
function showChoice(identities: readonly string[]): void {
  const options = ['', ...identities]
  if (options.join() === [...visitor.options].map(({ value }) => value).join()) return
  const { value } = visitor
  visitor.replaceChildren(...options.map((identity) => new Option(identity || 'Whoever connected last', identity)))
  visitor.value = options.includes(value) ? value : ''
}

const inSeconds = (at: number): number => Math.max(0, Math.round((at - Date.now()) / 1000))

/** To a browser the machine's other name is another site: other cookies, so another visitor. */
function pointSecondVisitor(): void {
  const link = find<HTMLAnchorElement>('second-visitor')
  link.hostname = location.hostname === 'localhost' ? '127.0.0.1' : 'localhost'
}

showFaults()
pointSecondVisitor()
find('reset').addEventListener('click', () => void strike(reset))
for (;;) {
  if (document.visibilityState === 'visible') await refresh()
  await new Promise((resolve) => setTimeout(resolve, REFRESH_MS))
}
