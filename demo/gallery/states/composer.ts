import { microphone, noMicrophone } from '../props.ts'
import type { Scene } from '../scene.ts'
import type { State } from '../state.ts'

async function openPicker({ click, find }: Scene): Promise<void> {
  await find('.row')
  await click('.tool[aria-haspopup="dialog"]')
  // They have names once those are loaded.
  await find('.cells button[aria-label]')
}

/** The button of the microphone is the one after that of the files. */
async function record({ find, click }: Scene): Promise<void> {
  await find('.row')
  await click('.field input[type="file"] + .tool + .tool')
}
async function recordABit(scene: Scene): Promise<void> {
  microphone()
  await record(scene)
  await scene.until(() => scene.root.querySelector('.recorder [role="timer"]')?.textContent === '0:02')
}
/** What is being written, picked and recorded. */
export const composer: readonly State[] = [
  {
    id: 'draft',
    title: 'A long draft',
    play: ({ type }) => type('A first line, and\na second one, which is rather long so that it has to be broken somewhere,\nand a third.'),
  },
  {
    id: 'counter-near',
    title: 'A draft that is nearly too long',
    options: { maxLength: 120 },
    async play({ type, find }) {
      await type('I have thought about it for a while, and I would like to have the blue one rather than the green one, please.')
      await find('.counter')
    },
  },
  {
    id: 'counter-over',
    title: 'A draft that is too long',
    options: { maxLength: 100 },
    async play({ type, find }) {
      await type('I have thought about it for a while, and I would like to have the blue one rather than the green one, please.')
      await find('.counter.bad')
    },
  },
  { id: 'emoji', title: 'The emoji', play: openPicker },
  {
    id: 'emoji-search',
    title: 'Emoji, searched for',
    async play(scene) {
      await openPicker(scene)
      const all = scene.root.querySelectorAll('.cells button').length
      await scene.fill('.emoji input', (await scene.find('.cells button:nth-child(1)')).ariaLabel!.slice(0, 4))
      await scene.until(() => scene.root.querySelectorAll('.cells button').length !== all)
    },
  },
  {
    id: 'emoji-nothing',
    title: 'Emoji, searched for in vain',
    async play(scene) {
      await openPicker(scene)
      await scene.fill('.emoji input', 'qqqqq')
      await scene.find('p.cells:not(:empty)')
    },
  },
  {
    id: 'emoji-tone',
    title: 'Emoji with a tone of skin',
    async play(scene) {
      await openPicker(scene)
      const tone = (await scene.find('.emoji select')) as HTMLSelectElement
      tone.selectedIndex = 4
      tone.dispatchEvent(new Event('change', { bubbles: true }))
      const toned = (): Element | undefined =>
        [...scene.root.querySelectorAll('.cells button')].find(({ textContent }) => /[\u{1F3FB}-\u{1F3FF}]/u.test(textContent))
      await scene.until(toned)
      toned()!.scrollIntoView({ block: 'center' })
    },
  },
  { id: 'recording', title: 'A voice message is being recorded', play: recordABit },
  {
    id: 'recording-held',
    title: 'The recording is held',
    async play(scene) {
      await recordABit(scene)
      await scene.click('.recorder .track + button')
      await scene.find('.recorder:not(.live)')
    },
  },
  {
    id: 'recorded',
    title: 'A voice message, to be heard before it is sent',
    async play(scene) {
      await recordABit(scene)
      await scene.click('.recorder > :last-child')
      await scene.find('.tray .player audio')
    },
  },
  {
    id: 'no-microphone',
    title: 'The microphone may not be used',
    async play(scene) {
      noMicrophone()
      await record(scene)
      await scene.find('.recorder .bad')
    },
  },
]
