import { states } from './states.ts'
import { readSwitches, switches } from './switches.ts'
import './gallery.css'

const VIEWPORTS = { desktop: [1100, 760], phone: [390, 844], small: [320, 568], landscape: [740, 390] } as const

const search = new URLSearchParams(location.search)
const frame = document.getElementById('stage') as HTMLIFrameElement
const form = document.getElementById('switches') as HTMLFormElement
const list = document.getElementById('states')!

function field(name: string, values: readonly string[], value: string): HTMLLabelElement {
  const label = document.createElement('label')
  const select = document.createElement('select')
  select.name = name
  select.append(...values.map((each) => new Option(each, each, each === value, each === value)))
  label.append(name, select)
  return label
}

/** The address with these changes; shown in the frame, and kept in the page's own. */
function show(changes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(changes)) search.set(name, value)
  history.replaceState(null, '', `?${search}`)
  const [width, height] = VIEWPORTS[(search.get('viewport') ?? 'desktop') as keyof typeof VIEWPORTS] ?? VIEWPORTS.desktop
  frame.width = String(width)
  frame.height = String(height)
  frame.src = `/gallery/stage?${search}`
  const current = search.get('state') ?? states[0]!.id
  for (const link of list.querySelectorAll('a')) {
    if (link.dataset['state'] === current) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
}

const now = readSwitches(search)
form.append(
  ...Object.entries(switches).map(([name, values]) => field(name, values, now[name as keyof typeof now])),
  field('viewport', Object.keys(VIEWPORTS), search.get('viewport') ?? 'desktop'),
)
form.addEventListener('change', () => show(Object.fromEntries(new FormData(form)) as Record<string, string>))
list.append(
  ...states.map(({ id, title }) => {
    const link = document.createElement('a')
    link.href = `?state=${id}`
    link.dataset['state'] = id
    link.textContent = title
    link.addEventListener('click', (event) => {
      event.preventDefault()
      show({ state: id })
    })
    return link
  }),
)
show({})
