import type { ParlourOptions } from '../../src/options.ts'
import type { FakeHouse } from '../../src/testing/index.ts'
import type { Answer, Scene } from './scene.ts'
import type { Switches } from './switches.ts'
import { VISITOR } from './visitor.ts'

/** One state of the widget, and how it comes about: by what the house does, and by what a visitor clicks. */
export interface State {
  readonly id: string
  readonly title: string
  readonly options?: Partial<ParlourOptions>
  /** The panel stays closed. */
  readonly closed?: boolean
  /** The chat service never answers. */
  readonly silent?: boolean
  /** No conversation yet. */
  readonly unbegun?: boolean
  /** h since it began, and between two Messages. Default: an hour, and 20 s. */
  readonly clock?: readonly [ago: number, pace: number]
  readonly answers?: Readonly<Record<string, Answer>>
  /** Before the visitor comes. Default: a conversation as long as the switches say. */
  readonly prepare?: (house: FakeHouse, channelSid: string, switches: Switches) => void
  /** Once the widget is on the page. */
  readonly play?: (scene: Scene) => Promise<void> | void
}

const LINES: readonly (readonly [who: 'agent' | 'colleague' | 'visitor', body: string])[] = [
  ['visitor', 'Hello! Is the blue bowl still there? I saw it in the window last week.'],
  ['agent', 'Hello, and welcome.'],
  ['agent', 'Yes, two of them came out of the kiln on Friday. Shall I keep one for you?'],
  ['visitor', 'Please do.'],
  ['visitor', 'Can I come by on Saturday?'],
  ['agent', 'Saturday is fine, we open at ten.'],
  ['colleague', 'I have put it behind the counter, with your name on it.'],
  ['visitor', 'Wonderful, thank you both!'],
  ['agent', 'مرحبا، هل تحتاج إلى شيء آخر؟'],
  ['visitor', 'いいえ、大丈夫です。'],
  ['agent', 'See you on Saturday, then.'],
  ['visitor', '👋'],
]

/** `count` Messages of a conversation. */
export function converse(house: FakeHouse, channelSid: string, count: number): void {
  for (let at = 0; at < count; at += 1) {
    const [who, body] = LINES[at % LINES.length]!
    house.post(channelSid, who === 'visitor' ? VISITOR : who, at < LINES.length ? body : `${body} (${at})`)
  }
}

/** As long as the switches say. */
export const some: NonNullable<State['prepare']> = (house, channelSid, { messages }) => {
  if (channelSid) converse(house, channelSid, Number(messages))
}

/** The house ends it. */
export async function isOver({ house, channelSid, find }: Scene): Promise<void> {
  await find('.row')
  house.setAttributes(channelSid, { status: 'ended' })
  await find('.ended')
}
