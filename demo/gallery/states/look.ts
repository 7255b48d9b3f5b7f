import type { SlotContext } from '../../../src/slots.ts'
import type { State } from '../state.ts'

/** An element of the page. */
function element(name: string, text: string, style: Partial<CSSStyleDeclaration> = {}): HTMLElement {
  const made = document.createElement(name)
  made.textContent = text
  made.dir = 'auto'
  Object.assign(made.style, style)
  return made
}
function composer({ send }: SlotContext): HTMLElement {
  const row = element('div', '', { display: 'flex', gap: '8px', padding: '12px' })
  for (const text of ['Yes', 'No']) {
    const button = element('button', text, { flex: '1', minHeight: '44px', font: 'inherit' })
    button.addEventListener('click', () => void send(text))
    row.append(button)
  }
  return row
}
/** What a page makes of it. */
export const look: readonly State[] = [
  { id: 'start', title: 'Open, in the other corner and further up', options: { position: 'start', offset: '96px 32px' } },
  { id: 'accent', title: 'In a colour of the page', options: { accent: '#7a1fa2' } },
  { id: 'accent-bright', title: 'In a colour that nothing could be read on', options: { accent: 'yellow' } },
  { id: 'accent-pale', title: 'In a colour that is nearly that of the panel', options: { accent: '#f6f4f0' } },
  {
    id: 'slots',
    title: 'Header, Messages and composer by the page',
    options: {
      slots: {
        header: () => element('strong', 'Blue & Bowl, since 1912'),
        message: ({ message }) => (message.own ? null : element('em', message.body)),
        composer,
      },
    },
    play: ({ until }) => until(() => document.querySelectorAll('em').length > 0),
  },
  {
    id: 'slots-empty',
    title: 'An empty conversation by the page',
    prepare: () => {},
    options: {
      slots: { empty: () => element('p', 'The potter is at the wheel. Say something!', { padding: '24px', textAlign: 'center' }) },
    },
    play: ({ until }) => until(() => document.querySelector('[slot="empty"]')),
  },
  {
    id: 'slots-launcher',
    title: 'Closed, with a launcher by the page',
    closed: true,
    // Whoever speaks to the computer says what they see.
    options: { strings: { open: 'Ask us' }, slots: { launcher: () => element('span', 'Ask', { fontWeight: '600' }) } },
    play: ({ until }) => until(() => document.querySelector('[slot="launcher"]')),
  },
  {
    id: 'crashed',
    title: 'Drawing failed',
    // Nothing of ours is known to fail; what a page has broken does.
    async play({ house, channelSid, find }) {
      await find('.row')
      const { toISOString } = Date.prototype
      const replace = (by: Date['toISOString']): unknown => Object.assign(Date.prototype, { toISOString: by })
      replace(() => {
        throw new Error('A fault of the page')
      })
      house.post(channelSid, 'agent', 'One more thing')
      await find('.crashed').finally(() => replace(toISOString))
    },
  },
]
