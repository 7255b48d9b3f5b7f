import { ChatError } from '../../../src/chat/errors.ts'
import type { Attributes } from '../../../src/chat/types.ts'
import { film, paper, picture, tone } from '../props.ts'
import type { Scene } from '../scene.ts'
import type { State } from '../state.ts'

const LONG = 'A quotation for two blue bowls, with the delivery to the other end of the country.pdf'
const WAVE = Array.from({ length: 48 }, (_, at) => Math.round(16 + 14 * Math.sin(at / 3) * Math.cos(at / 7)))

/** Somebody sends files, in one Message. */
async function share(
  { house, channelSid, find }: Scene,
  body: string,
  files: readonly File[],
  facts: readonly Attributes[] = [],
): Promise<void> {
  await find('.row')
  await house.service('agent').sendMessage(channelSid, body, {
    id: crypto.randomUUID(),
    files: files.map((data) => ({ data, filename: data.name, contentType: data.type })),
    attributes: { parlour: { v: 1, media: facts } },
  })
}
/** One of each kind that is drawn in its own way. */
async function shareAll(scene: Scene): Promise<void> {
  await share(scene, '', [await picture('bowl', 640, 480)], [{ w: 640, h: 480 }])
  await share(scene, '', [paper(LONG)])
  await share(scene, '', [tone(4_000)], [{ ms: 4_000, wave: WAVE }])
}
const isLoaded =
  ({ root }: Scene, count: number) =>
  (): boolean => {
    const pictures = [...root.querySelectorAll<HTMLImageElement>('.look img')]
    return pictures.length === count && pictures.every(({ naturalWidth }) => naturalWidth > 0)
  }
/** The visitor sends them by hand. */
async function send(scene: Scene, ...files: readonly File[]): Promise<void> {
  await scene.attach(...files)
  await scene.find('.tray li')
  await scene.click('.send')
}
/** As a browser tells of it, for as long as the hand does not move. */
function drag(target: EventTarget): void {
  const carried = new DataTransfer()
  carried.items.add(paper('Offer.pdf'))
  const tell = (): unknown =>
    target.dispatchEvent(new DragEvent('dragover', { dataTransfer: carried, bubbles: true, composed: true, cancelable: true }))
  tell()
  setInterval(tell, 200)
}
/** Files, sent and being sent. */
export const files: readonly State[] = [
  {
    id: 'tray',
    title: 'Files to be sent with the next Message',
    async play({ attach, type, until, root }) {
      await attach(await picture('bowl', 900, 600), await picture('vase', 400, 700), paper(LONG), paper('Terms.txt'))
      await until(() => root.querySelectorAll('.thumb img').length === 2)
      await type('Here they are')
    },
  },
  {
    id: 'refused',
    title: 'Files that are not taken',
    options: { attachments: { accept: 'image/*,.pdf', maxSize: 50_000 } },
    async play({ attach, find }) {
      await attach(paper(LONG, 60_000), paper('Notes.docx'), paper('Empty.pdf', 0), await picture('mug', 300, 300))
      await find('.problems')
      await find('.thumb img')
    },
  },
  {
    id: 'uploading',
    title: 'Files on their way',
    async play(scene) {
      await scene.find('.row')
      // A slow network.
      scene.service().sendMessage = (_, __, { onProgress, files = [] }) => {
        const size = files.reduce((sum, { data }) => sum + data.size, 0)
        setTimeout(() => onProgress?.(0.6 * size, size))
        return new Promise(() => {})
      }
      await send(scene, await picture('bowl', 640, 480), paper(LONG))
      await scene.until(() => scene.root.querySelectorAll('.upload').length === 2)
      await scene.until(() => scene.root.querySelector('[aria-valuenow="60"]'))
    },
  },
  {
    id: 'upload-failed',
    title: 'A file that was not uploaded',
    async play(scene) {
      await scene.find('.row')
      scene.service().fault = (method) => (method === 'sendMessage' ? new ChatError('message-rejected', 'No') : 'none')
      await send(scene, paper(LONG), await picture('bowl', 640, 480))
      await scene.until(() => scene.root.querySelectorAll('.trouble').length === 2)
    },
  },
  {
    id: 'file',
    title: 'Files of a kind that is not shown, by both',
    async play(scene) {
      await share(scene, 'The offer, and what goes with it:', [paper(LONG), paper('Terms.txt')])
      await send(scene, paper('Signed offer.pdf'))
      await scene.find('.row.own .file button')
    },
  },
  {
    id: 'picture',
    title: 'A picture, by either',
    async play(scene) {
      await share(scene, '', [await picture('bowl', 640, 480)], [{ w: 640, h: 480 }])
      await send(scene, await picture('mug', 300, 400))
      await scene.until(isLoaded(scene, 2))
    },
  },
  {
    id: 'pictures',
    title: 'Several pictures in one Message, with a text',
    async play(scene) {
      await share(
        scene,
        'Which one do you like best?',
        [await picture('bowl', 640, 480), await picture('vase', 300, 600), await picture('plate', 900, 300)],
        [
          { w: 640, h: 480 },
          { w: 300, h: 600 },
          { w: 900, h: 300 },
        ],
      )
      await scene.until(isLoaded(scene, 3))
    },
  },
  {
    id: 'audio',
    title: 'A sound',
    async play(scene) {
      await share(scene, '', [tone(4_000)])
      await scene.until(() => scene.root.querySelector<HTMLAudioElement>('.media audio')?.readyState)
    },
  },
  {
    id: 'video',
    title: 'A film',
    async play(scene) {
      await share(scene, 'How it is made:', [await film(640, 360)], [{ w: 640, h: 360 }])
      await scene.until(() => scene.root.querySelector<HTMLVideoElement>('.media video')?.readyState)
    },
  },
  {
    id: 'voice',
    title: 'Voice messages, by either',
    async play(scene) {
      await share(scene, '', [tone(4_000)], [{ ms: 4_000, wave: WAVE }])
      scene.house.post(scene.channelSid, 'agent', 'Did you hear that?')
      const { sendMessage } = scene.service()
      await sendMessage(scene.channelSid, '', {
        id: crypto.randomUUID(),
        files: [{ data: tone(12_000), filename: 'voice-message.wav', contentType: 'audio/wav' }],
        attributes: { parlour: { v: 1, media: [{ ms: 12_000, wave: WAVE.toReversed() }] } },
      })
      await scene.until(() => scene.root.querySelectorAll('.player audio').length === 2)
    },
  },
  {
    id: 'file-checked',
    title: 'Files that are being checked',
    options: { hooks: { file: () => 'pending' } },
    async play(scene) {
      await shareAll(scene)
      await scene.until(() => scene.root.querySelectorAll('.instead').length === 2)
    },
  },
  {
    id: 'file-blocked',
    title: 'Files that the page does not let through',
    options: { hooks: { file: () => 'block' } },
    async play(scene) {
      await shareAll(scene)
      await scene.until(() => scene.root.querySelectorAll('.instead').length === 2)
    },
  },
  {
    id: 'file-gone',
    title: 'Files that cannot be had',
    async play(scene) {
      await scene.find('.row')
      scene.service().fault = (method) => (method === 'mediaUrl' ? new ChatError('load-failed', 'No') : 'none')
      await shareAll(scene)
      await scene.click('.file button')
      await scene.until(() => scene.root.querySelectorAll('.instead').length === 2)
      await scene.find('.file button[aria-label]')
    },
  },
  {
    id: 'viewer',
    title: 'A picture, enlarged',
    async play(scene) {
      await share(
        scene,
        '',
        [await picture('bowl', 1_200, 900), await picture('vase', 300, 600)],
        [
          { w: 1_200, h: 900 },
          { w: 300, h: 600 },
        ],
      )
      await scene.until(isLoaded(scene, 2))
      await scene.click('.look')
      await scene.until(() => scene.root.querySelector<HTMLImageElement>('.viewer[open] img')?.naturalWidth)
    },
  },
  {
    id: 'viewer-close',
    title: 'A picture, close up',
    async play(scene) {
      await share(scene, '', [await picture('bowl', 1_200, 900)], [{ w: 1_200, h: 900 }])
      await scene.until(isLoaded(scene, 1))
      await scene.click('.look')
      await scene.until(() => scene.root.querySelector<HTMLImageElement>('.viewer[open] img')?.naturalWidth)
      await scene.click('.viewer [aria-pressed="false"]')
      await scene.find('.viewer .close-up')
    },
  },
  {
    id: 'dragging',
    title: 'A file is dragged over the page',
    async play({ find }) {
      await find('.row')
      drag(document.body)
      await find('.drop')
    },
  },
  {
    id: 'dropping',
    title: 'A file is dragged over the chat',
    async play({ find }) {
      await find('.row')
      drag(await find('.composer'))
      await find('.drop.over')
    },
  },
]
